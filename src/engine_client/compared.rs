//! Which of two files of history is the current one, and which would replace it.

use flakescope_engine::FilesFor;

/// Both places, each with its file, if there is one.
pub(super) type Places<F> = [Option<F>; 2];

/// The places once files came with this purpose; `modified` says when each was changed last. Of two at once the older one is the
/// current one; a single one goes where it is missing, else it is the new one.
pub(super) fn placed<F>(
    before: Places<F>,
    purpose: FilesFor,
    mut files: Vec<F>,
    modified: impl Fn(&F) -> f64,
) -> Places<F> {
    let [current, new] = before;
    if purpose == FilesFor::Compared && files.len() > 1 {
        files.sort_by(|a, b| modified(a).total_cmp(&modified(b)));
        let mut files = files.into_iter();
        return [files.next(), files.next()];
    }
    let Some(file) = files.into_iter().next() else { return [current, new] };
    match purpose {
        FilesFor::Current => [Some(file), new],
        FilesFor::Compared if current.is_none() => [Some(file), new],
        _ => [current, Some(file)],
    }
}

/// True for files of history.
pub(super) fn is_compared(purpose: FilesFor) -> bool {
    matches!(purpose, FilesFor::Current | FilesFor::New | FilesFor::Compared)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Files are times and names.
    type File = (u32, char);

    #[track_caller]
    fn check(before: &str, purpose: FilesFor, files: &[File], expect: &str) {
        let place = |c: char| (c != '-').then_some((0, c));
        let mut before = before.chars().map(place);
        let before = [before.next().flatten(), before.next().flatten()];
        let after = placed(before, purpose, files.to_vec(), |file| f64::from(file.0));
        let after: String = after.iter().map(|file| file.map_or('-', |(_, name)| name)).collect();
        assert_eq!(after, expect, "{purpose:?}");
    }

    #[test]
    fn where_files_go() {
        check("--", FilesFor::Current, &[(1, 'x')], "x-");
        check("--", FilesFor::New, &[(1, 'x')], "-x");
        check("ab", FilesFor::Current, &[(1, 'x'), (2, 'y')], "xb");
        check("ab", FilesFor::New, &[(1, 'x')], "ax");
        check("--", FilesFor::Compared, &[(1, 'x')], "x-");
        check("-b", FilesFor::Compared, &[(1, 'x')], "xb");
        check("a-", FilesFor::Compared, &[(1, 'x')], "ax");
        check("ab", FilesFor::Compared, &[(1, 'x')], "ax");
        check("ab", FilesFor::Compared, &[(2, 'x'), (1, 'y')], "yx");
        check("--", FilesFor::Compared, &[(1, 'x'), (1, 'y')], "xy");
        check("ab", FilesFor::Compared, &[], "ab");
    }
}
