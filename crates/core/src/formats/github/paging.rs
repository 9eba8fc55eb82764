//! The pages of a list, told by the `Link` header (RFC 8288). Only page numbers are taken out of it: the addresses are
//! the service's own and are never followed.

/// Which pages there are beside the one that was answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pages {
    /// Number of the next page.
    pub next: Option<u32>,
    /// Number of the last page; not told on the last page itself.
    pub last: Option<u32>,
    /// Is there a next page? True without a number in `next` where the service pages by something else: then the list
    /// cannot be read to its end.
    pub has_next: bool,
}

/// Reads a `Link` header; an empty one means a single page.
pub fn pages(link_header: &str) -> Pages {
    let mut pages = Pages::default();
    for (address, parameters) in links(link_header) {
        if has_relation(parameters, "next") {
            pages.has_next = true;
            pages.next = pages.next.or(page_number(address));
        }
        if has_relation(parameters, "last") {
            pages.last = pages.last.or(page_number(address));
        }
    }
    pages
}

/// Number of the next page in a `Link` header, `None` on the last page.
pub fn next_page(link_header: &str) -> Option<u32> {
    pages(link_header).next
}

/// Every `<address>; parameters` of the header. Addresses may hold commas, so they are told by their brackets.
fn links(header: &str) -> impl Iterator<Item = (&str, &str)> {
    header.split('<').skip(1).filter_map(|link| link.split_once('>'))
}

fn has_relation(parameters: &str, relation: &str) -> bool {
    let parameters = parameters.trim_end_matches([',', ' ', '\t']);
    let mut named = parameters.split(';').filter_map(|parameter| parameter.split_once('='));
    named.any(|(key, value)| {
        let mut relations = value.trim().trim_matches('"').split_ascii_whitespace();
        key.trim().eq_ignore_ascii_case("rel") && relations.any(|one| one.eq_ignore_ascii_case(relation))
    })
}

/// The query's `page`, from 1.
fn page_number(address: &str) -> Option<u32> {
    let query = address.split('#').next()?.split_once('?')?.1;
    let (_, number) = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "page")?;
    number.parse().ok().filter(|number| *number > 0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn pages_are_numbers() {
        let base = "https://api.github.com/repositories/1/issues?labels=a,b&per_page=3";
        let both = format!("<{base}&page=2>; rel=\"next\", <{base}&page=5>; rel=\"last\"");
        let end = format!("<{base}&page=4>; rel=\"prev\", <{base}&page=1>; rel=\"first\"");
        for (header, next, last, has_next) in [
            (both.as_str(), Some(2), Some(5), true),
            (end.as_str(), None, None, false),
            ("", None, None, false),
            ("<x?page=2>;rel=next,<x?page=9>;REL=\"Last next\"", Some(2), Some(9), true),
            ("<x?per_page=7>; rel=\"next\"", None, None, true),
            ("<x?after=abc&per_page=7>; rel=\"next\"", None, None, true),
            ("<x?page=0>; rel=\"next\"", None, None, true),
            ("<x?page=-1>; rel=\"next\"", None, None, true),
            ("<x?page=99999999999>; rel=\"next\"", None, None, true),
            ("<x?a=b#page=2>; rel=\"next\"", None, None, true),
            ("<https://elsewhere.example/?%70age=%33>; title=\"x\"; rel=\"next\"", Some(3), None, true),
            ("<x?page=2; rel=\"next\"", None, None, false),
            ("x?page=2; rel=\"next\"", None, None, false),
            ("<x?page=2>; rel=\"nextlast\"", None, None, false),
        ] {
            assert_eq!(pages(header), Pages { next, last, has_next }, "{header}");
            assert_eq!(next_page(header), next);
        }
    }

    proptest! {
        #[test]
        fn no_header_panics(header in r#"[<>;,="?&# a-z0-9%é]{0,60}"#) {
            pages(&header);
        }
    }
}
