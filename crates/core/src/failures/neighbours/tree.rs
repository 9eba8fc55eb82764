//! Bounds of whole groups of vectors, after Cauchy and Schwarz. Features are parted into blocks, those that always come
//! together into one. The product of two vectors is at most the sum, over the blocks, of the products of their lengths within
//! the block. A node of the tree holds the greatest lengths of all vectors below it, so one sum tells that a vector is near
//! none of them. Vectors with the same great blocks stand side by side.

use super::cosine::Space;

/// How many blocks there are: enough that the causes of a usual set of failures have one each.
pub(super) const BLOCKS: usize = 128;

/// Vectors of one leaf.
pub(super) const LEAF: usize = 16;
/// Nodes of one node.
const FAN: usize = 4;
/// Lengths within the blocks.
type Lengths = [f32; BLOCKS];

fn lengths(vector: &[(u32, f32)], blocks: &[u8]) -> Lengths {
    let mut squares = [0.0; BLOCKS];
    for (number, weight) in vector {
        let block = blocks.get(*number as usize).copied().unwrap_or_default();
        squares.get_mut(usize::from(block)).into_iter().for_each(|square| *square += weight * weight);
    }
    squares.map(f32::sqrt)
}

fn mean(all: &[Lengths]) -> Lengths {
    let mut sums = [0.0; BLOCKS];
    for lengths in all {
        sums.iter_mut().zip(lengths).for_each(|(sum, length)| *sum += length);
    }
    sums.map(|sum| sum / all.len().max(1) as f32)
}

/// The numbers of the blocks that are the farthest above the mean.
fn greatest(lengths: &Lengths, mean: &Lengths) -> [usize; 4] {
    let mut order: [usize; BLOCKS] = std::array::from_fn(|block| block);
    let above =
        |block: usize| lengths.get(block).zip(mean.get(block)).map_or(0.0, |(length, mean)| length - mean);
    order.sort_by(|a, b| above(*b).total_cmp(&above(*a)));
    std::array::from_fn(|place| order.get(place).copied().unwrap_or_default())
}

/// No product of two vectors with at most these lengths is greater.
pub(super) fn bound(a: &Lengths, b: &Lengths) -> f32 {
    // Sums side by side, so that the compiler may take several at once.
    let mut sums = [0.0_f32; 8];
    for (a, b) in a.chunks_exact(8).zip(b.chunks_exact(8)) {
        sums.iter_mut().zip(a.iter().zip(b)).for_each(|(sum, (a, b))| *sum += a * b);
    }
    sums.iter().sum()
}

/// The lowest level holds the vectors; each above it the greatest lengths of the nodes below.
pub(super) struct Tree {
    levels: Vec<Vec<Lengths>>,
}

impl Tree {
    /// A tree over the vectors, and which of them stands at each place.
    pub(super) fn of(space: &Space) -> (Self, Vec<u32>) {
        let mut order: Vec<u32> = (0..).take(space.vectors().len()).collect();
        let lengths: Vec<Lengths> =
            order.iter().map(|place| lengths(space.shared(*place), &space.blocks)).collect();
        let mean = mean(&lengths);
        order
            .sort_by_cached_key(|place| lengths.get(*place as usize).map(|lengths| greatest(lengths, &mean)));
        let lengths = order.iter().filter_map(|place| lengths.get(*place as usize)).copied().collect();
        (Self::grow(lengths), order)
    }

    fn grow(vectors: Vec<Lengths>) -> Self {
        let mut levels = vec![vectors];
        while let Some(last) =
            levels.last().filter(|level| level.len() > 1 || levels.len() == 1 && !level.is_empty())
        {
            let size = if levels.len() == 1 { LEAF } else { FAN };
            let above = last.chunks(size).map(maximum).collect();
            levels.push(above);
        }
        Self { levels }
    }

    /// The highest level, which has one node.
    pub(super) fn top(&self) -> usize {
        self.levels.len() - 1
    }

    /// A mark for each node.
    pub(super) fn unsettled(&self) -> Vec<Vec<bool>> {
        self.levels.iter().map(|level| vec![false; level.len()]).collect()
    }

    /// The greatest lengths below a node.
    pub(super) fn lengths(&self, level: usize, node: usize) -> Option<&Lengths> {
        self.levels.get(level)?.get(node)
    }

    /// The nodes, or vectors, right below a node.
    pub(super) fn below(&self, level: usize, node: usize) -> std::ops::Range<usize> {
        let size = if level == 1 { LEAF } else { FAN };
        let count = level.checked_sub(1).and_then(|below| self.levels.get(below)).map_or(0, Vec::len);
        node * size..((node + 1) * size).min(count)
    }

    /// The first vector below a node.
    pub(super) fn first(level: usize, node: usize) -> usize {
        if level == 0 { node } else { node * LEAF * FAN.pow(u32::try_from(level - 1).unwrap_or_default()) }
    }
}

fn maximum(nodes: &[Lengths]) -> Lengths {
    let mut all = [0.0_f32; BLOCKS];
    for node in nodes {
        all.iter_mut().zip(node).for_each(|(all, own)| *all = all.max(*own));
    }
    all
}
