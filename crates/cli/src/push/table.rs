//! The statements of a push. They are those that PostgreSQL and Redshift read alike: rows go into a table of this session
//! alone, and from there those that are new into the history. Redshift was not tried.

/// How a text becomes a value of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Count,
    Rate,
    Time,
    Flag,
}

impl Kind {
    fn sql(self) -> &'static str {
        match self {
            Self::Text => "varchar(65535)",
            Self::Count => "integer",
            Self::Rate => "double precision",
            Self::Time => "timestamp",
            Self::Flag => "boolean",
        }
    }

    /// The value of the session's column, which is a text. Redshift casts no text to a flag.
    fn value(self, column: &str) -> String {
        match self {
            Self::Text => format!("s.\"{column}\""),
            Self::Flag => format!("(s.\"{column}\" = 'true')"),
            kind => format!("CAST(s.\"{column}\" AS {})", kind.sql()),
        }
    }
}

/// A table of history.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// Its name, with its schema.
    pub(super) name: &'static str,
    /// Its columns.
    pub(super) columns: Vec<(&'static str, Kind)>,
    /// What two rows may not have in common.
    pub(super) key: Vec<&'static str>,
    /// When a row was pushed.
    pub(super) time: &'static str,
}

/// Rows for a table, no two with the same key; `None` is unknown.
pub(super) struct Batch {
    pub(super) table: Table,
    pub(super) rows: Vec<Vec<Option<String>>>,
    /// The time of these rows, as the database writes it.
    pub(super) cleaned_before: Option<String>,
}

/// The table of the session.
const SESSION: &str = "flakescope_push";
/// Values in one statement: Redshift takes 32,767.
const MOST_VALUES: usize = 30_000;

impl Table {
    /// What makes the table where it is missing, and the session's own.
    pub(super) fn create(&self) -> String {
        let columns: Vec<String> = self
            .columns
            .iter()
            .map(|(name, kind)| {
                let needed = if self.key.contains(name) { " NOT NULL" } else { "" };
                format!("\"{name}\" {}{needed}", kind.sql())
            })
            .collect();
        let texts: Vec<String> =
            self.columns.iter().map(|(name, _)| format!("\"{name}\" {}", Kind::Text.sql())).collect();
        let schema = self.name.split('.').next().unwrap_or_default();
        format!(
            "CREATE SCHEMA IF NOT EXISTS {schema};\nCREATE TABLE IF NOT EXISTS {} ({}, PRIMARY KEY ({}));\nCREATE TEMPORARY TABLE {SESSION} ({});",
            self.name,
            columns.join(", "),
            quoted(&self.key),
            texts.join(", ")
        )
    }

    /// How many rows one statement takes.
    pub(super) fn rows_at_once(&self) -> usize {
        (MOST_VALUES / self.columns.len().max(1)).clamp(1, 1_000)
    }

    /// What puts `rows` rows into the session's table.
    pub(super) fn fill(&self, rows: usize) -> String {
        let width = self.columns.len();
        let row = |row: usize| {
            let values: Vec<String> =
                (1..=width).map(|column| format!("${}", row * width + column)).collect();
            format!("({})", values.join(", "))
        };
        let rows: Vec<String> = (0..rows).map(row).collect();
        format!("INSERT INTO {SESSION} VALUES {}", rows.join(", "))
    }

    /// What tells the database how many rows the session's table has. Without it a history that is still empty is looked
    /// through anew for each row, and grows meanwhile: 86 s for 100,000 rows in place of some.
    pub(super) fn count() -> String {
        format!("ANALYZE {SESSION}")
    }

    /// What adds the rows that are not there yet.
    pub(super) fn add(&self) -> String {
        let kind = |name: &str| {
            self.columns.iter().find(|column| column.0 == name).map_or(Kind::Text, |found| found.1)
        };
        let names: Vec<&str> = self.columns.iter().map(|(name, _)| *name).collect();
        let values: Vec<String> = self.columns.iter().map(|(name, kind)| kind.value(name)).collect();
        let same: Vec<String> =
            self.key.iter().map(|name| format!("t.\"{name}\" = {}", kind(name).value(name))).collect();
        format!(
            "INSERT INTO {} ({}) SELECT {} FROM {SESSION} s WHERE NOT EXISTS (SELECT 1 FROM {} t WHERE {})",
            self.name,
            quoted(&names),
            values.join(", "),
            self.name,
            same.join(" AND ")
        )
    }

    /// What removes older rows; its one value is the time from which rows stay.
    pub(super) fn clean(&self) -> String {
        format!(
            "DELETE FROM {} WHERE \"{}\" < CAST(CAST($1 AS varchar(30)) AS timestamp)",
            self.name, self.time
        )
    }

    /// What removes the session's table: a second push may follow.
    pub(super) fn end() -> String {
        format!("DROP TABLE {SESSION}")
    }
}

fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements() {
        let table = Table {
            name: "a.b",
            columns: vec![("at", Kind::Time), ("test", Kind::Text), ("ok", Kind::Flag)],
            key: vec!["at", "test"],
            time: "at",
        };
        assert_eq!(
            table.create(),
            "CREATE SCHEMA IF NOT EXISTS a;\n\
             CREATE TABLE IF NOT EXISTS a.b (\"at\" timestamp NOT NULL, \"test\" varchar(65535) NOT NULL, \"ok\" boolean, PRIMARY KEY (\"at\", \"test\"));\n\
             CREATE TEMPORARY TABLE flakescope_push (\"at\" varchar(65535), \"test\" varchar(65535), \"ok\" varchar(65535));"
        );
        assert_eq!(table.fill(2), "INSERT INTO flakescope_push VALUES ($1, $2, $3), ($4, $5, $6)");
        assert_eq!(
            table.add(),
            "INSERT INTO a.b (\"at\", \"test\", \"ok\") SELECT CAST(s.\"at\" AS timestamp), s.\"test\", (s.\"ok\" = 'true') \
             FROM flakescope_push s WHERE NOT EXISTS (SELECT 1 FROM a.b t WHERE t.\"at\" = CAST(s.\"at\" AS timestamp) AND t.\"test\" = s.\"test\")"
        );
        assert_eq!(
            table.clean(),
            "DELETE FROM a.b WHERE \"at\" < CAST(CAST($1 AS varchar(30)) AS timestamp)"
        );
        assert_eq!(table.rows_at_once(), 1_000);
    }
}
