//! The repository that ships with the page: small, with the markers that a real one has, good and bad.

use crate::packed::packed;
use zip::result::ZipError;

/// Whom a folder belongs to; empty for nobody.
const TEAMS: [(&str, &str); 5] = [
    ("network", "@made-up/network"),
    ("storage", "@made-up/storage"),
    ("scheduler", "@made-up/scheduling"),
    ("installer", "@made-up/lifecycle"),
    ("metrics", ""),
];

/// What fails, and why people say that it does.
const TROUBLES: [(&str, &str); 8] = [
    ("reconnects_after_restart", "the connection is closed twice"),
    ("keeps_order", "two writers race"),
    ("survives_full_disk", "the disk is never reported as full"),
    ("is_fast_enough", "too slow on shared machines"),
    ("cleans_up", "a finalizer is left behind"),
    ("reports_errors", "the message differs between versions"),
    ("scales_down", "waits for a timer of ten minutes"),
    ("accepts_ipv6", "no IPv6 in this region"),
];

/// Since when.
const DAYS: [&str; 8] = [
    "2026-09-14",
    "2026-06-02",
    "2025-11-20",
    "2025-03-08",
    "2024-07-30",
    "2023-10-11",
    "2026-10-28",
    "2024-01-16",
];

/// Everything in one archive.
///
/// # Errors
/// When the archive is too large for its format.
pub fn sample_archive() -> Result<Vec<u8>, ZipError> {
    let files = files();
    packed(files.iter().map(|(path, text)| (path.clone(), text.as_bytes())))
}

fn files() -> Vec<(String, String)> {
    let mut files = vec![("CODEOWNERS".to_owned(), codeowners())];
    for (place, (team, _)) in TEAMS.iter().enumerate() {
        files.push((format!("tests/{team}/test_{team}.py"), python(place)));
        files.push((format!("e2e/{team}/{team}_test.go"), go(place)));
    }
    files.push(("pkg/proxy/iptables/proxier_test.go".to_owned(), ON_BOARDS_UNIT.to_owned()));
    files.push(("e2e/node/runtimeclass_test.go".to_owned(), ON_BOARDS_E2E.to_owned()));
    files.push(("web/src/dashboard.test.ts".to_owned(), JAVASCRIPT.to_owned()));
    files.push(("agent/src/lease.rs".to_owned(), RUST.to_owned()));
    files.push(("console/src/test/java/org/madeup/LoginTest.java".to_owned(), JAVA.to_owned()));
    files.sort();
    files
}

fn codeowners() -> String {
    let line = |(team, owner): &(&str, &str)| format!("/tests/{team}/ {owner}\n/e2e/{team}/ {owner}\n");
    TEAMS.iter().filter(|(_, owner)| !owner.is_empty()).map(line).collect()
}

/// Three tests of each team are muted with all that a marker should say, one without a day, one under the wrong keyword, one by
/// a plain skip.
fn python(place: usize) -> String {
    let mut text = String::from("import pytest\n\n");
    for (number, (test, reason)) in TROUBLES.iter().enumerate() {
        let ticket = format!("MADE-{}", 100 + place * 10 + number);
        let since = DAYS[(number * 3 + place) % DAYS.len()];
        let marker = match (number + place) % 8 {
            0 | 1 | 6 => format!(
                "@pytest.mark.xfailflake(\n    jira='{ticket}',\n    reason='{ticket}: {reason}',\n    since='{since}',\n)\n"
            ),
            2 => format!("@pytest.mark.xfailflake(jira='{ticket}', reason='{reason}', date='{since}')\n"),
            3 => format!(
                "@pytest.mark.xfail(reason='{reason} (made-up/sources#{})', strict=False)\n",
                20 + number
            ),
            4 => format!("@pytest.mark.skip(reason='{reason}')\n"),
            5 => format!("@pytest.mark.skipif(sys.platform == 'darwin', reason='{reason}')\n"),
            _ => String::new(),
        };
        text += &format!("{marker}def test_{test}(cluster):\n    assert cluster.{test}()\n\n\n");
    }
    text
}

fn go(place: usize) -> String {
    let mut text = String::from("package e2e\n\n");
    for (number, (test, reason)) in TROUBLES.iter().enumerate().skip(place).step_by(3) {
        let name: String = test.split('_').map(capital).collect();
        text += &format!("func Test{name}(t *testing.T) {{\n");
        if number % 2 == 0 {
            text += &format!(
                "\tt.Skip(\"{reason}, see https://github.com/made-up/sources/issues/{}\")\n",
                40 + number
            );
        }
        text += "}\n\n";
    }
    text
}

fn capital(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_uppercase() + rest
}

/// A test that passes on the sample's boards every time, and is muted here.
const ON_BOARDS_UNIT: &str = "\
package iptables

func TestQuotaDelete(t *testing.T) {
	t.Skip(\"MADE-210: the quota is never freed\")
}
";

/// A test that flakes on the sample's boards.
const ON_BOARDS_E2E: &str = "\
package node

import \"github.com/onsi/ginkgo/v2\"

var _ = SIGDescribe(\"RuntimeClass\", func() {
	ginkgo.It(\"should patch, list and delete a collection\", func(ctx context.Context) {
		ginkgo.Skip(\"MADE-211: the list comes before the patch\")
	})
})
";

const JAVASCRIPT: &str = "\
describe('dashboard', () => {
  it.skip('draws 10,000 rows', () => {});
  xit('keeps the filter', () => {});
  test.fixme('prints', async () => {});
  it('has a title', () => {});
});
";

const RUST: &str = "\
#[cfg(test)]
mod tests {
    #[test]
    #[ignore = \"needs two machines\"]
    fn a_lease_moves() {}

    #[test]
    fn a_lease_ends() {}
}
";

const JAVA: &str = "\
class LoginTest {
    @Test
    @Disabled(\"MADE-77: the session is lost\")
    void staysLoggedIn() {}

    @Test
    void logsOut() {}
}
";
