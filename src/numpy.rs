//! El generador de números al azar de NumPy, para que los números de la lección salgan dígito a dígito.
//!
//! `np.random.seed` y `np.random.rand` usan el Mersenne Twister MT19937 (Matsumoto y Nishimura, «Mersenne Twister», ACM
//! TOMACS 8, 1998). Para lo demás, [`Isaac64Rng`](rand_isaac::Isaac64Rng) con la `Uniform` de ndarray-rand da otro comienzo:
//! el azar es otro y la red de la que parte también, pero el entrenamiento es el mismo.

use ndarray_rand::rand::Rng;
use ndarray_rand::rand_distr::Distribution;

pub use rand_mt::Mt;

/// El generador con semilla: `np.random.seed(seed)`.
///
/// ```
/// use gradiente::numpy;
/// use ndarray::Array2;
/// use ndarray_rand::RandomExt;
///
/// let w1 = Array2::random_using((2, 2), numpy::Rand, &mut numpy::seed(42));
/// assert_eq!(w1[[0, 1]], 0.9507143064099162); // NumPy 1.26.4: np.random.seed(42); np.random.rand(2, 2)
/// ```
pub fn seed(seed: u32) -> Mt {
    Mt::new(seed)
}

/// La distribución uniforme en [0, 1) de `np.random.rand`.
///
/// Junta dos enteros de 32 bits en una fracción de 53, los que caben en un `f64`: (a·2²⁶ + b) / 2⁵³.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rand;

impl Distribution<f64> for Rand {
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        let a = f64::from(rng.next_u32() >> 5); // 27 bits
        let b = f64::from(rng.next_u32() >> 6); // 26 bits
        (a * 67_108_864.0 + b) / 9_007_199_254_740_992.0
    }
}
