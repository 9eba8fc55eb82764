//! `payloads required-passes`: the integer.

use flakescope_core::payloads::Params;
use flakescope_core::payloads::required_passes::{corpus_passes, least_passes};
use flakescope_core::payloads::rules::required;

use super::args::RequiredPassesArgs;
use super::verdict::wrong;
use crate::error::CliError;
use crate::output;

/// Prints how many attempts must pass, before any pity.
pub(super) fn run(args: &RequiredPassesArgs) -> Result<(), CliError> {
    let params = Params { alpha: args.test.alpha, corpus: args.test.corpus, pity: 0, ..Params::default() };
    let params = params.checked().map_err(wrong)?;
    let passes = if args.exact {
        let history = (corpus_passes(params.corpus, args.rate), params.corpus);
        least_passes(args.attempts, history, params.alpha)
    } else {
        required(args.attempts, args.rate, &params)
    };
    output::write(&format!("{passes}\n"), None)
}
