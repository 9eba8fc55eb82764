//! One tab's grid: columns are runs, newest first; rows are tests; a cell is one byte.

use super::{Cell, TextId, TextPool, TimeMs};

/// A tab's grid as it was served. Invariant: every row has exactly one cell a column.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The dashboard's name.
    pub dashboard: String,
    /// The tab's name; the product calls it the job.
    pub job: String,
    /// The Prow job's name where the format or a row tells it, else empty.
    pub prow_job: String,
    /// Where the runs lie, `bucket/logs/job`, else empty (legacy answers only).
    pub gcs_prefix: String,
    /// The runs, newest first.
    pub columns: Vec<Column>,
    /// The rows in served order.
    pub rows: Vec<Row>,
    /// Names and messages of this table.
    pub texts: TextPool,
    cells: Vec<Cell>,
    messages: Vec<Message>,
}

/// One run of the job.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// The build id, a string: it exceeds what a float can hold.
    pub build: String,
    /// When the run started, if the format knows.
    pub started_at: Option<TimeMs>,
    /// The custom headers of the run, in the service's order.
    pub extra: Vec<String>,
}

/// One test of the job.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The shown name.
    pub name: TextId,
    first_message: u32,
    message_count: u32,
}

/// What one cell says about itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// The cell's column.
    pub column: u32,
    /// The text, cut by the service to 140 characters.
    pub text: TextId,
    /// The short text on the cell, such as `F`.
    pub icon: TextId,
}

impl Table {
    /// The row's name.
    pub fn name(&self, row: &Row) -> &str {
        self.texts.get(row.name)
    }

    /// The cells of row number `row`, newest first, one a column; empty for a row that is not there.
    pub fn cells(&self, row: usize) -> &[Cell] {
        let width = self.columns.len();
        row.checked_mul(width).and_then(|at| self.cells.get(at..at.checked_add(width)?)).unwrap_or_default()
    }

    /// The messages of a row, newest first; cells without any text have none.
    pub fn messages(&self, row: &Row) -> &[Message] {
        let first = row.first_message as usize;
        self.messages.get(first..first + row.message_count as usize).unwrap_or_default()
    }
}

impl Table {
    /// For each column: did it start at `at` or earlier? See [`Table::before`].
    pub fn started_by(&self, at: TimeMs) -> Vec<bool> {
        let by = self.columns.iter().scan(false, |last, column| {
            *last = column.started_at.map_or(*last, |start| start <= at);
            Some(*last)
        });
        by.collect()
    }

    /// The table as it stood at `at`: without the runs that started later. A run without a start counts with its newer
    /// neighbour; the newest runs, if they have none, count as later. All rows stay, empty ones included.
    #[must_use]
    pub fn before(&self, at: TimeMs) -> Self {
        let kept = self.started_by(at);
        let keeps = |column: usize| kept.get(column).copied().unwrap_or(false);
        let mut before = Self {
            dashboard: self.dashboard.clone(),
            job: self.job.clone(),
            prow_job: self.prow_job.clone(),
            gcs_prefix: self.gcs_prefix.clone(),
            columns: chosen(&self.columns, &kept).cloned().collect(),
            texts: self.texts.clone(),
            ..Self::default()
        };
        // The place of each kept column among the kept.
        let places: Vec<u32> = kept
            .iter()
            .scan(0, |next, kept| Some(std::mem::replace(next, *next + u32::from(*kept))))
            .collect();
        for (number, row) in self.rows.iter().enumerate() {
            before.cells.extend(chosen(self.cells(number), &kept));
            let first = before.messages.len();
            let said = self.messages(row).iter().filter(|m| keeps(m.column as usize));
            before
                .messages
                .extend(said.filter_map(|m| Some(Message { column: *places.get(m.column as usize)?, ..*m })));
            before.rows.push(Row::new(row.name, first, before.messages.len()));
        }
        before
    }
}

fn chosen<'a, T>(items: &'a [T], kept: &'a [bool]) -> impl Iterator<Item = &'a T> {
    items.iter().zip(kept).filter(|(_, kept)| **kept).map(|(item, _)| item)
}

impl Row {
    /// A row whose messages are numbers `first` to `end` (not included) of the table.
    fn new(name: TextId, first: usize, end: usize) -> Self {
        Self {
            name,
            first_message: u32::try_from(first).unwrap_or(u32::MAX),
            message_count: u32::try_from(end - first).unwrap_or(0),
        }
    }
}

/// Builds a table row by row. A row's cells are pushed first and then named by [`TableBuilder::end_row`], because
/// the formats do not promise the order of a row's fields.
#[derive(Debug, Default)]
pub struct TableBuilder {
    table: Table,
    row_first_message: usize,
    row_lengths: Vec<usize>,
    row_first_cell: usize,
}

impl TableBuilder {
    /// The pool for the row's texts.
    pub fn texts(&mut self) -> &mut TextPool {
        &mut self.table.texts
    }

    /// Adds `count` equal cells to the current row.
    pub fn push_cells(&mut self, cell: Cell, count: usize) {
        self.table.cells.resize(self.table.cells.len() + count, cell);
    }

    /// How many cells the current row has.
    pub fn row_width(&self) -> usize {
        self.table.cells.len() - self.row_first_cell
    }

    /// How many cells the table has so far.
    pub fn cell_count(&self) -> usize {
        self.table.cells.len()
    }

    /// Adds a message to the current row. Messages come in column order.
    pub fn push_message(&mut self, message: Message) {
        self.table.messages.push(message);
    }

    /// The cells of the current row so far.
    pub fn row_cells(&self) -> &[Cell] {
        self.table.cells.get(self.row_first_cell..).unwrap_or_default()
    }

    /// Ends the current row.
    pub fn end_row(&mut self, name: &str) {
        let name = self.table.texts.intern(name);
        let first = self.row_first_message;
        self.row_lengths.push(self.row_width());
        self.table.rows.push(Row::new(name, first, self.table.messages.len()));
        self.row_first_message = self.table.messages.len();
        self.row_first_cell = self.table.cells.len();
    }

    /// Drops the cells and messages of the current row, if any were pushed.
    pub fn abandon_row(&mut self) {
        self.table.cells.truncate(self.row_first_cell);
        self.table.messages.truncate(self.row_first_message);
    }

    /// Gives the table with `columns`. Rows of another width are left out; their names are returned.
    pub fn finish(mut self, columns: Vec<Column>) -> (Table, Vec<String>) {
        self.abandon_row();
        let width = columns.len();
        let mut wrong = Vec::new();
        if self.row_lengths.iter().any(|length| *length != width) {
            wrong = self.drop_rows_unless_width(width);
        }
        self.table.columns = columns;
        (self.table, wrong)
    }

    fn drop_rows_unless_width(&mut self, width: usize) -> Vec<String> {
        let rows = std::mem::take(&mut self.table.rows);
        let cells = std::mem::take(&mut self.table.cells);
        let (mut at, mut wrong) = (0, Vec::new());
        for (row, length) in rows.into_iter().zip(&self.row_lengths) {
            if *length == width {
                self.table.cells.extend_from_slice(cells.get(at..at + length).unwrap_or_default());
                self.table.rows.push(row);
            } else {
                wrong.push(self.table.texts.get(row.name).to_owned());
            }
            at += length;
        }
        wrong
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(n: usize) -> Vec<Column> {
        vec![Column::default(); n]
    }

    #[test]
    fn rows_keep_their_cells_and_messages() {
        let mut builder = TableBuilder::default();
        builder.push_cells(Cell(1), 2);
        builder.push_cells(Cell(12), 1);
        let text = builder.texts().intern("boom");
        builder.push_message(Message { column: 2, text, icon: TextId::default() });
        builder.end_row("a");
        builder.push_cells(Cell(1), 3);
        builder.end_row("b");
        let (table, wrong) = builder.finish(columns(3));
        assert!(wrong.is_empty());
        assert_eq!(table.cells(0), [Cell(1), Cell(1), Cell(12)]);
        assert_eq!(table.messages(&table.rows[0])[0].column, 2);
        assert_eq!(table.messages(&table.rows[1]), []);
        assert_eq!(table.cells(2), []);
    }

    /// Oracle: the same grid built again out of the kept runs.
    #[test]
    fn before_a_moment() {
        let starts = [None, Some(9), Some(7), None, Some(8), Some(5), None];
        let column = |start: &Option<i64>| Column { started_at: start.map(TimeMs), ..Column::default() };
        let all: Vec<Column> = starts.iter().map(column).collect();
        for (at, kept) in [
            (9, vec![1, 2, 3, 4, 5, 6]),
            (8, vec![2, 3, 4, 5, 6]),
            (7, vec![2, 3, 5, 6]),
            (5, vec![5, 6]),
            (4, vec![]),
        ] {
            let everything: Vec<usize> = (0..starts.len()).collect();
            let found = grid(&all, &everything).before(TimeMs(at));
            let expect = grid(&all, &kept);
            assert_eq!(shown(&found), shown(&expect), "{at}");
        }
    }

    /// Three rows over the columns in `kept`; cell and message tell row and column.
    fn grid(all: &[Column], kept: &[usize]) -> Table {
        let mut builder = TableBuilder::default();
        for row in 0..3_u8 {
            for (place, column) in kept.iter().enumerate() {
                builder.push_cells(Cell(row + u8::try_from(*column).unwrap()), 1);
                let text = builder.texts().intern(&format!("{row} {column}"));
                if (usize::from(row) + column) % 2 == 0 {
                    let column = u32::try_from(place).unwrap();
                    builder.push_message(Message { column, text, icon: TextId::default() });
                }
            }
            builder.end_row(&format!("row {row}"));
        }
        builder.finish(kept.iter().map(|c| all[*c].clone()).collect()).0
    }

    fn shown(table: &Table) -> String {
        let row = |(number, row): (usize, &Row)| {
            let said: Vec<_> =
                table.messages(row).iter().map(|m| (m.column, table.texts.get(m.text).to_owned())).collect();
            format!("{} {:?} {said:?}\n", table.name(row), table.cells(number))
        };
        let rows: String = table.rows.iter().enumerate().map(row).collect();
        format!("{:?}\n{rows}", table.columns)
    }

    #[test]
    fn rows_of_another_width_are_named_and_left_out() {
        let mut builder = TableBuilder::default();
        for (name, width) in [("a", 2), ("short", 1), ("b", 2), ("long", 3)] {
            builder.push_cells(Cell(u8::try_from(width).unwrap()), width);
            builder.end_row(name);
        }
        let (table, wrong) = builder.finish(columns(2));
        assert_eq!(wrong, ["short", "long"]);
        assert_eq!(table.rows.len(), 2);
        assert_eq!(table.cells(1), [Cell(2), Cell(2)]);
    }
}
