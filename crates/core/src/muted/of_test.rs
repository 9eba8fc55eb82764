//! What markers say about one test of a board: in which places it is muted, and how sure that is.

use serde::{Deserialize, Serialize};

use super::named::{Agreement, MutedNames, Reach};
use super::row::Row;
use super::view::ticket_url;

/// A marker that is about a test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MutedAt {
    /// Its row.
    pub row: Row,
    /// The page of its ticket; empty where there is none.
    pub ticket_url: String,
    /// How sure it is that the test is meant.
    pub agreement: Agreement,
    /// What of the test it mutes.
    pub reach: Reach,
}

impl MutedAt {
    /// What stands in front of the place: `Muted in`, and whether it is the test at all.
    pub fn lead(&self) -> &'static str {
        match (self.agreement, self.reach) {
            (Agreement::Exact, Reach::Test) => "Muted in",
            (Agreement::Exact, Reach::Parameter) => "One set of its parameters is muted in",
            (Agreement::Exact, Reach::Around) => "What it stands in is muted in",
            (Agreement::Name, Reach::Test) => "A test of this name is muted in",
            (Agreement::Name, Reach::Parameter) => "One set of parameters of a test of this name is muted in",
            (Agreement::Name, Reach::Around) => "What a test of this name may stand in is muted in",
            (Agreement::Ambiguous, _) => "One of several muted tests that may be this one, in",
        }
    }

    /// The repository at its branch.
    pub fn repository(&self) -> String {
        let at = if self.row.branch.is_empty() { "" } else { "@" };
        format!("{}{at}{}", self.row.repository, self.row.branch)
    }

    /// The file and the line.
    pub fn place(&self) -> String {
        format!("{} line {}", self.row.file, self.row.line)
    }

    /// What stands behind the place and the day: when alone it mutes.
    pub fn condition(&self) -> Option<String> {
        (!self.row.condition.is_empty()).then(|| format!("only when {}", self.row.condition))
    }

    /// Everything in one line: `Muted in o/r@main, a.py line 3, since 2024-03-01, under DCOS-1: why`.
    pub fn line(&self) -> String {
        let row = &self.row;
        let since = (!row.since.is_empty()).then(|| format!("since {}", row.since));
        let ticket = (!row.ticket.is_empty()).then(|| format!("under {}", row.ticket));
        let parts = [Some(self.repository()), Some(self.place()), since, ticket, self.condition()];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let reason = if row.reason.is_empty() { String::new() } else { format!(": {}", row.reason) };
        format!("{} {}{reason}", self.lead(), parts.join(", "))
    }
}

impl MutedNames<'_> {
    /// The markers that are about the test of this name on a board, the surest first; `jira` is where Jira keys lead.
    pub fn of_test(&self, test: &str, jira: &str) -> Vec<MutedAt> {
        let mut found = self.find(test);
        found.sort_by_key(|found| (found.agreement, found.reach));
        let at = |found: super::named::Match| {
            let row = self.row(found.row)?;
            Some(MutedAt {
                ticket_url: ticket_url(row, jira),
                row: row.clone(),
                agreement: found.agreement,
                reach: found.reach,
            })
        };
        found.into_iter().filter_map(at).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::muted::Kind;

    fn row(file: &str, test: &str) -> Row {
        Row {
            repository: "o/r".into(),
            branch: "main".into(),
            file: file.into(),
            line: 12,
            test: test.into(),
            ..Row::default()
        }
    }

    #[track_caller]
    fn check(rows: &[Row], test: &str, expect: &[&str]) {
        let lines: Vec<String> =
            MutedNames::new(rows).of_test(test, "https://jira.example").iter().map(MutedAt::line).collect();
        assert_eq!(lines, expect, "{test}");
    }

    #[test]
    fn one_line_each() {
        let said = Row {
            since: "2024-03-01".into(),
            ticket: "DCOS-123".into(),
            reason: "slow disk".into(),
            condition: "IPV6".into(),
            ..row("tests/test_a.py", "test_x")
        };
        let whole = "Muted in o/r@main, tests/test_a.py line 12, since 2024-03-01, under DCOS-123, only when IPV6: slow disk";
        check(&[said.clone(), row("tests/test_b.py", "test_x")], "tests.test_a.test_x", &[whole]);
        let bare = [Row { branch: String::new(), ..row("test_a.py", "test_x") }];
        check(&bare, "test_x", &["A test of this name is muted in o/r, test_a.py line 12"]);
        let two = [row("a/test_a.py", "test_x"), row("b/test_b.py", "test_x")];
        let several = "One of several muted tests that may be this one, in o/r@main,";
        check(
            &two,
            "test_x",
            &[&format!("{several} a/test_a.py line 12"), &format!("{several} b/test_b.py line 12")],
        );
        let file = Row { kind: Kind::Module, ..row("tests/test_a.py", "") };
        check(
            &[file, said],
            "tests.test_a.test_x",
            &[whole, "What it stands in is muted in o/r@main, tests/test_a.py line 12"],
        );
        check(&two, "test_y", &[]);
    }

    #[test]
    fn the_ticket_has_its_page() {
        let rows = [Row { ticket: "AB-1".into(), ..row("tests/test_a.py", "test_x") }];
        let found = MutedNames::new(&rows).of_test("test_x", "https://jira.example");
        assert_eq!(found[0].ticket_url, "https://jira.example/browse/AB-1");
    }
}
