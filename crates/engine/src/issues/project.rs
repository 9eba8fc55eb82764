//! The project board: how far the team says the work on each issue is. Reading it needs a token.

use flakescope_core::flakes::ProjectBoard;
use flakescope_core::formats::github::{
    GraphqlError, ProjectPage, parse_project_id, parse_project_page, project_id_request, project_request,
};
use flakescope_core::model::Repository;

use super::IssueStock;
use super::pages::warning;
use super::state::Trouble;
use crate::Transport;

/// Pages of the board that are read, of a hundred items each.
const MOST_PAGES: usize = 50;

/// Reads the board. Whatever goes wrong with it is a warning alone: the issues themselves tell enough.
pub(super) async fn read<T: Transport + 'static>(
    stock: &IssueStock<T>,
    repository: &Repository,
    board: &ProjectBoard,
) -> Result<(), Trouble> {
    let message = if stock.caller.has_token() {
        read_pages(stock, repository, board).await.err()
    } else {
        Some(
            "Reading a project board needs a token. How far the work is was told by the issues alone."
                .to_owned(),
        )
    };
    if let Some(message) = message {
        stock.change(|state| state.warn(warning(repository, format!("Project board {board}: {message}"))));
    }
    Ok(())
}

async fn read_pages<T: Transport + 'static>(
    stock: &IssueStock<T>,
    repository: &Repository,
    board: &ProjectBoard,
) -> Result<(), String> {
    let name = format!("project board {board}");
    let found = ask(stock, project_id_request(&board.organisation, board.number)).await?;
    let id = parse_project_id(&found, &name)
        .map_err(|error| error.to_string())?
        .map_err(|errors| said(&errors))?;
    let mut after: Option<String> = None;
    for _ in 0..MOST_PAGES {
        let bytes = ask(stock, project_request(&id, after.as_deref())).await?;
        let page = parse_project_page(&bytes, &name).map_err(|error| error.to_string())?;
        take(stock, repository, &page);
        if !page.errors.is_empty() {
            return Err(said(&page.errors));
        }
        match page.end_cursor.filter(|_| page.has_next) {
            Some(cursor) => after = Some(cursor),
            None => return Ok(()),
        }
    }
    Err(format!("only the first {MOST_PAGES} pages were read"))
}

fn said(errors: &[GraphqlError]) -> String {
    errors.first().map_or_else(|| "no reason given".to_owned(), |error| error.message.clone())
}

fn take<T: Transport + 'static>(stock: &IssueStock<T>, repository: &Repository, page: &ProjectPage) {
    let here = page.items.iter().filter(|item| item.repository.as_ref() == Some(repository));
    for item in here.filter(|item| !item.status.is_empty()) {
        if let Some(number) = item.number {
            stock.change(|state| state.put_status(number, item.status.clone()));
        }
    }
}

async fn ask<T: Transport + 'static>(stock: &IssueStock<T>, request: String) -> Result<Vec<u8>, String> {
    stock
        .caller
        .post("/graphql", request)
        .await
        .map(|answered| answered.body)
        .map_err(|t| t.words().to_owned())
}
