//! DBSCAN of linfa-clustering for [`flakescope_core::failures`].
//!
//! linfa measures dense points. Here the points are the numbers of texts, and its search for neighbours is answered from
//! lists that the core has found. A neighbour that stands for several equal failures is given several times, which makes
//! it weigh as many. This crate is apart from the core because linfa brings `rand` and `getrandom` along.
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    warn(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unreachable)
)]

use std::sync::Arc;

use flakescope_core::failures::Grouping;
use flakescope_core::failures::neighbours::Neighbours;
use linfa::Float;
use linfa::ParamGuard;
use linfa::traits::Transformer;
use linfa_clustering::Dbscan;
use linfa_nn::distance::{Distance, L2Dist};
use linfa_nn::{BuildError, NearestNeighbour, NearestNeighbourIndex, NnError};
use ndarray::{Array2, ArrayBase, ArrayView1, ArrayView2, Data, Ix2};

/// linfa's DBSCAN.
#[derive(Clone, Copy, Debug, Default)]
pub struct Linfa;

impl Grouping for Linfa {
    fn labels(&self, neighbours: &Neighbours, weights: &[u32], min_samples: u32) -> Vec<Option<u32>> {
        let count = neighbours.len();
        // linfa takes no fewer than two; a smaller number asks for the same, because every point is its own neighbour
        // and can be given twice.
        let least = min_samples.max(2);
        let lists = (0..count).map(|own| list(neighbours, weights, own, least, min_samples)).collect();
        let numbers = (0..count).map(|number| number as f64).collect();
        let Ok(rows) = Array2::from_shape_vec((count, 1), numbers) else { return vec![None; count] };
        let listed = Listed { lists: Arc::new(lists) };
        // The radius is that of the lists; linfa only asks that there is one.
        let params = Dbscan::params_with(least as usize, L2Dist, listed).tolerance(0.5);
        let Ok(valid) = params.check() else { return vec![None; count] };
        let labels = valid.transform(&rows);
        labels.iter().map(|label| label.and_then(|label| u32::try_from(label).ok())).collect()
    }
}

/// The neighbours of a text, each as often as it weighs, but never more often than makes a difference.
fn list(neighbours: &Neighbours, weights: &[u32], own: usize, least: u32, min_samples: u32) -> Vec<usize> {
    let mut list = Vec::new();
    for other in neighbours.of(own).iter().map(|other| *other as usize) {
        let weight = weights.get(other).copied().unwrap_or(1).clamp(1, least);
        let extra = u32::from(other == own) * (least - min_samples.min(least));
        list.extend(std::iter::repeat_n(other, (weight + extra) as usize));
    }
    list
}

#[derive(Clone, Debug)]
struct Listed {
    lists: Arc<Vec<Vec<usize>>>,
}

struct ListedIndex<'a, F> {
    lists: Arc<Vec<Vec<usize>>>,
    rows: ArrayView2<'a, F>,
}

impl<F: Float> NearestNeighbourIndex<F> for ListedIndex<'_, F> {
    /// DBSCAN never asks for it.
    fn k_nearest(&self, _: ArrayView1<'_, F>, _: usize) -> Result<Vec<(ArrayView1<'_, F>, usize)>, NnError> {
        Ok(Vec::new())
    }

    fn within_range(
        &self,
        point: ArrayView1<'_, F>,
        _: F,
    ) -> Result<Vec<(ArrayView1<'_, F>, usize)>, NnError> {
        let own = point.first().and_then(num_of).unwrap_or_default();
        let list = self.lists.get(own).map_or(&[][..], Vec::as_slice);
        Ok(list.iter().map(|other| (self.rows.row(*other), *other)).collect())
    }
}

/// Numbers of texts are far below 2⁵³, so a float holds them exactly.
fn num_of<F: Float>(value: &F) -> Option<usize> {
    value.to_usize()
}

impl NearestNeighbour for Listed {
    fn from_batch_with_leaf_size<'a, F: Float, DT: Data<Elem = F>, D: 'a + Distance<F>>(
        &self,
        batch: &'a ArrayBase<DT, Ix2>,
        _: usize,
        _: D,
    ) -> Result<Box<dyn 'a + Send + Sync + NearestNeighbourIndex<F>>, BuildError> {
        Ok(Box::new(ListedIndex { lists: self.lists.clone(), rows: batch.view() }))
    }
}
