//! What of the page comes right after its list, as a part of its own: the box for a log, the controls, one cluster, the
//! figures. Their room is kept free, so that nothing moves.

use leptos::prelude::*;

use super::ask::Ask;
use super::cluster::OneCluster;
use super::model_card::ModelCard;
use super::notes::Notes;
use super::radius::RadiusFigure;
use super::tuning::Tuning;
use crate::lazy::{lazy, part, part_failed, silent};

part!(
    /// Where the radius lies among the distances, and how good chances are.
    pub FIGURES in failures_more = figures(|| {
        view! {
            <div class="two">
                <RadiusFigure />
                <ModelCard />
            </div>
        }
        .into_any()
    })
);
part!(TOOLS in failures_more = tools(|| view! { <Notes /> <Ask /> <Tuning /> }.into_any()));
part!(CLUSTER in failures_more = cluster(|| view! { <OneCluster /> }.into_any()));

/// The figures.
pub fn figures_later() -> AnyView {
    lazy(FIGURES, || ().into_any(), silent)
}

/// What stands above the list.
pub fn tools_later() -> AnyView {
    lazy(TOOLS, || view! { <div class="failures-tools-place"></div> }.into_any(), part_failed)
}

/// The cluster that the link names.
pub fn cluster_later() -> AnyView {
    let place = || view! { <span class="skeleton block tall" aria-hidden="true"></span> }.into_any();
    lazy(CLUSTER, place, part_failed)
}
