//! The two paths of the storage's JSON API that are played.

use percent_encoding::percent_decode_str;

/// What is asked of the storage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BucketRoute {
    /// `/storage/v1/b/<bucket>/o?prefix=…`
    List {
        /// The bucket.
        bucket: String,
        /// What every name begins with.
        prefix: String,
        /// At most so many names.
        most: usize,
        /// Where the page before this one ended; empty for the first.
        token: String,
    },
    /// `/storage/v1/b/<bucket>/o?prefix=…&delimiter=/`: what lies right below, folders alone.
    Folders {
        /// The bucket.
        bucket: String,
        /// What every name begins with; ends with a slash.
        prefix: String,
        /// The first name that is listed; empty for all.
        from: String,
        /// Where the page before this one ended; empty for the first.
        token: String,
    },
    /// `/storage/v1/b/<bucket>/o/<name>?alt=media`
    Read {
        /// The bucket.
        bucket: String,
        /// The name.
        object: String,
    },
}

impl BucketRoute {
    /// Reads a raw path and its query; a name is one path element, so its slashes are escaped. `None` for other paths, and
    /// for a file without `alt=media`, which would be its description.
    pub fn parse(path: &str, query: &str) -> Option<Self> {
        let (bucket, rest) = path.strip_prefix("/storage/v1/b/")?.split_once("/o")?;
        let bucket = bucket.to_owned();
        let value = |name: &str| {
            form_urlencoded::parse(query.as_bytes())
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.into_owned())
        };
        if rest.is_empty() {
            let most = value("maxResults").and_then(|most| most.parse().ok()).unwrap_or(1000);
            let [prefix, token, from] =
                ["prefix", "pageToken", "startOffset"].map(|name| value(name).unwrap_or_default());
            if value("delimiter").is_some_and(|delimiter| delimiter == "/") {
                return Some(Self::Folders { bucket, prefix, from, token });
            }
            return Some(Self::List { bucket, prefix, most, token });
        }
        let name = rest.strip_prefix('/').filter(|name| !name.contains('/'))?;
        let object = percent_decode_str(name).decode_utf8().ok()?.into_owned();
        (value("alt")? == "media").then_some(Self::Read { bucket, object })
    }

    pub(super) fn bucket(&self) -> &str {
        match self {
            Self::List { bucket, .. } | Self::Folders { bucket, .. } | Self::Read { bucket, .. } => bucket,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_files() {
        let list = BucketRoute::parse("/storage/v1/b/runs/o", "prefix=logs%2Fa%2F1%2F&maxResults=50");
        let expect = BucketRoute::List {
            bucket: "runs".into(),
            prefix: "logs/a/1/".into(),
            most: 50,
            token: String::new(),
        };
        assert_eq!(list, Some(expect));
        let folders = "prefix=logs%2Fa%2F&delimiter=/&startOffset=logs%2Fa%2F1";
        let expect = BucketRoute::Folders {
            bucket: "runs".into(),
            prefix: "logs/a/".into(),
            from: "logs/a/1".into(),
            token: String::new(),
        };
        assert_eq!(BucketRoute::parse("/storage/v1/b/runs/o", folders), Some(expect));
        let file = BucketRoute::parse("/storage/v1/b/runs/o/logs%2Fa%2F1%2Fx.xml", "alt=media");
        let expect = BucketRoute::Read { bucket: "runs".into(), object: "logs/a/1/x.xml".into() };
        assert_eq!(file, Some(expect));
        for (path, query) in [
            ("/storage/v1/b/runs/o/logs/a", "alt=media"),
            ("/storage/v1/b/runs/o/a", ""),
            ("/storage/v1/b/runs", ""),
        ] {
            assert_eq!(BucketRoute::parse(path, query), None, "{path}");
        }
    }
}
