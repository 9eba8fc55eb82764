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
        self.table.rows.push(Row {
            name,
            first_message: u32::try_from(first).unwrap_or(u32::MAX),
            message_count: u32::try_from(self.table.messages.len() - first).unwrap_or(0),
        });
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
