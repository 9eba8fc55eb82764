//! The switchboard, outside the paths of the services: faults, log, reset.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::Stage;
use super::faults::Faults;

/// `GET /control/faults`: the faults in force, with what is left of their times.
pub(super) async fn faults(State(stage): State<Arc<Stage>>) -> Response {
    json(&stage.faults())
}

/// `POST /control/faults`: puts a list of faults in force, in place of the one before.
pub(super) async fn set_faults(State(stage): State<Arc<Stage>>, body: String) -> Response {
    match serde_json::from_str::<Faults>(&body) {
        Ok(faults) => {
            stage.set_faults(faults);
            json(&stage.faults())
        }
        Err(error) => (StatusCode::BAD_REQUEST, format!("{error}\n")).into_response(),
    }
}

/// `GET /control/log`: the requests since the last reset with their headers, and how many came at once.
pub(super) async fn log(State(stage): State<Arc<Stage>>) -> Response {
    json(&stage.log.read())
}

/// `POST /control/reset`: no faults, an empty log; the code host forgets what was made and used.
pub(super) async fn reset(State(stage): State<Arc<Stage>>) -> Response {
    stage.reset();
    StatusCode::NO_CONTENT.into_response()
}

fn json(value: &impl serde::Serialize) -> Response {
    let body = serde_json::to_vec(value).unwrap_or_default();
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}
