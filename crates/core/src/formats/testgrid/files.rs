//! Saved TestGrid answers, as a user drops them on the page or names them on the command line.

use std::sync::Arc;

use super::super::FormatError;
use super::legacy::{parse_summary, parse_table};
use super::{api_v1, normalise};
use crate::model::{Board, Dataset, Tab, TabSummary, Table};
use crate::warning::Warning;

/// A file and what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedFile {
    /// The file's name, without folders.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Board name for files that do not tell theirs.
const NO_DASHBOARD: &str = "files";

/// What one file holds.
enum Content {
    Summary(Vec<TabSummary>),
    Table(Box<Table>),
    Headers,
    Rows,
}

/// Reads legacy `/summary` and `/table` answers and API v1 `tab-summaries`, `headers` and `rows` in any order and joins
/// them by normalised tab name. Headers and rows belong together when their names are equal but for the words
/// `headers` and `rows`. A file that cannot be read is a warning with its name and the position; the rest is kept.
pub fn read_files(files: &[NamedFile]) -> (Dataset, Vec<Warning>) {
    let mut warnings = Vec::new();
    let (mut summaries, mut tables) = (Vec::new(), Vec::new());
    for file in files {
        match read_file(file, files, &mut warnings) {
            Ok(Content::Summary(tabs)) => summaries.extend(tabs),
            Ok(Content::Table(table)) => tables.push(*table),
            Ok(Content::Headers | Content::Rows) => {}
            Err(error) => warnings.push(unreadable(&file.name, &error)),
        }
    }
    (join(summaries, tables), warnings)
}

fn unreadable(name: &str, error: &FormatError) -> Warning {
    let text = error.to_string();
    let place = text.strip_prefix(name).and_then(|rest| rest.strip_prefix(": ")).unwrap_or(&text);
    Warning::new(name, format!("It could not be read: {place}."))
}

/// The first key tells the API's answers apart. The older ones are told by trying: a table has tests, a summary has none.
fn read_file(
    file: &NamedFile,
    files: &[NamedFile],
    warnings: &mut Vec<Warning>,
) -> Result<Content, FormatError> {
    match first_key(&file.bytes) {
        Some("tab_summaries") => api_v1::parse_tab_summaries(&file.bytes, &file.name).map(Content::Summary),
        Some("headers") => Ok(headers_content(file, files, warnings)),
        Some("rows") => read_rows(file, files, warnings),
        _ => read_legacy(file, warnings),
    }
}

/// The first key of the outermost object, if it is a plain one.
fn first_key(bytes: &[u8]) -> Option<&str> {
    let inside =
        bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start().strip_prefix(b"{")?;
    let key = inside.trim_ascii_start().strip_prefix(b"\"")?;
    std::str::from_utf8(key.split(|b| *b == b'"').next()?).ok()
}

fn read_legacy(file: &NamedFile, warnings: &mut Vec<Warning>) -> Result<Content, FormatError> {
    match parse_table(&file.bytes, &file.name, "", "") {
        Ok((mut table, found)) => {
            warnings.extend(found);
            if table.job.is_empty() {
                table.job = table_tab(&file.name);
            }
            Ok(Content::Table(Box::new(table)))
        }
        Err(FormatError::Content { .. }) => {
            let tabs = parse_summary(&file.bytes, &file.name, &summary_dashboard(&file.name))?;
            not_empty(file, tabs)
        }
        Err(error) => Err(error),
    }
}

fn not_empty(file: &NamedFile, tabs: Vec<TabSummary>) -> Result<Content, FormatError> {
    if tabs.is_empty() {
        let message = "neither a summary nor a table of TestGrid".to_owned();
        return Err(FormatError::Content { source_name: file.name.clone(), message });
    }
    Ok(Content::Summary(tabs))
}

fn headers_content(file: &NamedFile, files: &[NamedFile], warnings: &mut Vec<Warning>) -> Content {
    if partner(file, files, "headers", "rows").is_none() {
        warnings.push(Warning::new(
            &file.name,
            "These are the runs of a tab. Give the file with its rows as well.",
        ));
    }
    Content::Headers
}

fn read_rows(
    file: &NamedFile,
    files: &[NamedFile],
    warnings: &mut Vec<Warning>,
) -> Result<Content, FormatError> {
    let Some(headers) = partner(file, files, "rows", "headers") else {
        warnings.push(Warning::new(
            &file.name,
            "These are the rows of a tab. Give the file with its headers as well.",
        ));
        return Ok(Content::Rows);
    };
    let columns = api_v1::parse_headers(&headers.bytes, &headers.name)?;
    let tab = stem(&file.name).replace("rows", "");
    let tab = tab.trim_matches(['-', '_', '.', ' ']);
    let tab = if tab.is_empty() { "tab" } else { tab };
    let (table, found) = api_v1::parse_rows(&file.bytes, &file.name, "", tab, columns)?;
    warnings.extend(found);
    Ok(Content::Table(Box::new(table)))
}

fn partner<'a>(file: &NamedFile, files: &'a [NamedFile], own: &str, other: &str) -> Option<&'a NamedFile> {
    let name = file.name.replace(own, other);
    files.iter().find(|f| f.name == name && name != file.name)
}

fn stem(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    name.strip_suffix(".json").unwrap_or(name).to_owned()
}

/// `summary-<dashboard>.json` gives the dashboard.
fn summary_dashboard(name: &str) -> String {
    let stem = stem(name);
    let name = stem.strip_prefix("summary-").or_else(|| stem.strip_suffix("-summary")).unwrap_or(&stem);
    if name.is_empty() || name == "summary" { NO_DASHBOARD.to_owned() } else { name.to_owned() }
}

/// `table-<tab>.json` gives the tab.
fn table_tab(name: &str) -> String {
    let stem = stem(name);
    stem.strip_prefix("table-").unwrap_or(&stem).to_owned()
}

fn join(summaries: Vec<TabSummary>, tables: Vec<Table>) -> Dataset {
    let mut boards: Vec<Board> = Vec::new();
    for summary in summaries {
        board(&mut boards, &summary.dashboard.clone()).tabs.push(Tab { summary, table: None });
    }
    for table in tables {
        place_table(&mut boards, table);
    }
    Dataset { boards }
}

fn board<'a>(boards: &'a mut Vec<Board>, dashboard: &str) -> &'a mut Board {
    let place = boards.iter().position(|b| b.dashboard == dashboard).unwrap_or_else(|| {
        boards.push(Board { dashboard: dashboard.to_owned(), tabs: Vec::new() });
        boards.len() - 1
    });
    // The position was found or made just above.
    #[expect(clippy::indexing_slicing, reason = "the place is that of an element")]
    &mut boards[place]
}

fn place_table(boards: &mut Vec<Board>, mut table: Table) {
    let wanted = normalise(&table.job);
    let found = boards
        .iter_mut()
        .flat_map(|b| b.tabs.iter_mut())
        .find(|tab| tab.table.is_none() && normalise(&tab.summary.tab) == wanted);
    if let Some(tab) = found {
        table.dashboard.clone_from(&tab.summary.dashboard);
        table.job.clone_from(&tab.summary.tab);
        tab.table = Some(Arc::new(table));
        return;
    }
    if table.dashboard.is_empty() {
        NO_DASHBOARD.clone_into(&mut table.dashboard);
    }
    let last_run_at = table.columns.iter().find_map(|c| c.started_at);
    let summary = TabSummary {
        dashboard: table.dashboard.clone(),
        tab: table.job.clone(),
        last_run_at,
        ..TabSummary::default()
    };
    let dashboard = table.dashboard.clone();
    board(boards, &dashboard).tabs.push(Tab { summary, table: Some(Arc::new(table)) });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, text: &str) -> NamedFile {
        NamedFile { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
    }

    const TABLE: &str = r#"{"test-group-name":"cijobone","query":"bucket/logs/ci-job-one","changelists":["2","1"],
        "timestamps":[2000,1000],"tests":[{"name":"t","statuses":[{"count":1,"value":12},{"count":1,"value":1}],
        "messages":["boom",""],"short_texts":["F",""]}]}"#;

    #[test]
    fn a_table_joins_its_summary_by_normalised_name() {
        let summary = file("summary-board-a.json", r#"{"CI job One":{"overall_status":"FLAKY"},"other":{}}"#);
        let (data, warnings) = read_files(&[file("table-x.json", TABLE), summary]);
        assert_eq!(warnings, []);
        assert_eq!(data.boards.len(), 1);
        let tabs = &data.boards[0].tabs;
        assert_eq!((tabs.len(), tabs[0].summary.tab.as_str()), (2, "CI job One"));
        let table = tabs[0].table.as_ref().unwrap();
        assert_eq!((table.dashboard.as_str(), table.prow_job.as_str()), ("board-a", "ci-job-one"));
        assert!(tabs[1].table.is_none());
    }

    #[test]
    fn a_table_alone_names_itself() {
        let (data, _) = read_files(&[file("x.json", TABLE)]);
        let tab = &data.boards[0].tabs[0];
        assert_eq!((data.boards[0].dashboard.as_str(), tab.summary.tab.as_str()), ("files", "ci-job-one"));
        let nameless = TABLE.replace("cijobone", "").replace("bucket/logs/ci-job-one", "");
        let (data, _) = read_files(&[file("table-from-the-file.json", &nameless)]);
        assert_eq!(data.boards[0].tabs[0].summary.tab, "from-the-file");
    }

    #[test]
    fn headers_and_rows_belong_together() {
        let headers =
            file("job-headers.json", r#"{"headers":[{"build":"7","started":"2026-01-28T18:50:37Z"}]}"#);
        let rows = file("job-rows.json", r#"{"rows":[{"name":"t","cells":[{"result":1}]}]}"#);
        let (data, warnings) = read_files(&[rows.clone(), headers]);
        assert_eq!((warnings.len(), data.boards[0].tabs[0].summary.tab.as_str()), (0, "job"));
        let (data, warnings) = read_files(&[rows]);
        assert_eq!((warnings.len(), data.boards.len()), (1, 0));
    }

    #[test]
    fn a_bad_file_is_named_with_its_place_and_the_rest_is_kept() {
        let (data, warnings) = read_files(&[
            file("cut.json", &TABLE[..60]),
            file("noise.json", "\u{1}\u{2}"),
            file("list.json", "[]"),
            file("empty.json", "{}"),
            file("good.json", TABLE),
        ]);
        assert_eq!(data.boards[0].tabs.len(), 1);
        let lines: Vec<String> = warnings.iter().map(|w| format!("{}: {}", w.subject, w.message)).collect();
        insta::assert_snapshot!(lines.join("\n"));
    }
}
