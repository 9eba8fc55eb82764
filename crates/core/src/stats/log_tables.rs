//! Logarithms of factorials and of half-integer gamma values, summed up once and looked up often.

/// ln n! and ln Γ(n + ½) for n from 0 to a bound.
#[derive(Clone, Debug)]
pub struct LogTables {
    factorial: Vec<f64>,
    half_gamma: Vec<f64>,
}

impl LogTables {
    /// Tables for n up to and including `bound`.
    pub fn new(bound: usize) -> Self {
        let mut tables = Self { factorial: vec![0.0], half_gamma: vec![0.5 * std::f64::consts::PI.ln()] };
        let (mut factorial, mut half_gamma) = (0.0, 0.5 * std::f64::consts::PI.ln());
        for n in 1..=bound {
            factorial += (n as f64).ln();
            half_gamma += (n as f64 - 0.5).ln();
            tables.factorial.push(factorial);
            tables.half_gamma.push(half_gamma);
        }
        tables
    }

    /// The largest n that can be looked up.
    pub fn bound(&self) -> usize {
        self.factorial.len() - 1
    }

    /// ln n!; not a number beyond the bound.
    pub fn ln_factorial(&self, n: usize) -> f64 {
        self.factorial.get(n).copied().unwrap_or(f64::NAN)
    }

    /// ln Γ(n + ½); not a number beyond the bound.
    pub fn ln_half_gamma(&self, n: usize) -> f64 {
        self.half_gamma.get(n).copied().unwrap_or(f64::NAN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values() {
        let tables = LogTables::new(100);
        assert!((tables.ln_factorial(5).exp() - 120.0).abs() < 1e-9);
        assert!((tables.ln_half_gamma(0).exp() - std::f64::consts::PI.sqrt()).abs() < 1e-12);
        assert!((tables.ln_half_gamma(3).exp() - 15.0 / 8.0 * std::f64::consts::PI.sqrt()).abs() < 1e-12);
        assert!(tables.ln_factorial(101).is_nan());
    }
}
