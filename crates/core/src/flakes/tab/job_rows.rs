//! Rows that speak of the whole job, told by their names.

use crate::model::{Row, Table};

/// True for rows that speak of the whole job: `<job>.Overall`, `Overall`, `<job>.Pod`, `kubetest…`, `…@TESTGRID@…`.
pub(in super::super) fn is_job_level(name: &str) -> bool {
    name == "Overall" || name.starts_with("kubetest") || is_of_testgrid(name) || job_prefix(name).is_some()
}

/// True for rows that TestGrid made up.
pub(super) fn is_of_testgrid(name: &str) -> bool {
    // The search for a text sets up tables; hardly any name has the sign.
    name.contains('@') && name.contains("@TESTGRID@")
}

/// The job in `<job>.Overall` and `<job>.Pod`.
fn job_prefix(name: &str) -> Option<&str> {
    let job = name.strip_suffix(".Overall").or_else(|| name.strip_suffix(".Pod"))?;
    (!job.is_empty() && !job.contains(char::is_whitespace)).then_some(job)
}

/// The row that says how the whole run went.
pub(super) fn overall_row(table: &Table) -> Option<usize> {
    numbers(table, |name| name == "Overall" || (name.ends_with(".Overall") && is_job_level(name))).next()
}

/// The row on which a tab without tests is judged.
pub(super) fn job_row(table: &Table) -> Option<usize> {
    let any = || numbers(table, |name| is_job_level(name) && !is_of_testgrid(name)).next();
    overall_row(table).or_else(any)
}

/// The Prow job's name from the format or from a `<prow job>.Overall` or `<prow job>.Pod` row; empty if unknown.
pub(super) fn prow_job(table: &Table) -> String {
    if !table.prow_job.is_empty() {
        return table.prow_job.clone();
    }
    let from_row = table.rows.iter().map(|row| table.name(row)).find_map(job_prefix);
    from_row.unwrap_or_default().to_owned()
}

/// The numbers of the rows whose names `keep` takes.
pub(super) fn numbers<'a>(
    table: &'a Table,
    keep: impl Fn(&str) -> bool + 'a,
) -> impl Iterator<Item = usize> + 'a {
    let named = move |row: &Row| keep(table.name(row));
    table.rows.iter().enumerate().filter(move |(_, row)| named(row)).map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flakes::tab::test_tables::table;

    #[test]
    fn prow_jobs() {
        for (row, job) in
            [("ci-x.Overall", "ci-x"), ("ci-y.Pod", "ci-y"), ("Overall", ""), ("some test.Pod", "")]
        {
            assert_eq!(prow_job(&table(&[(row, "p")])), job);
        }
    }
}
