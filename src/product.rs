//! El producto de matrices, la única operación cara de una red.

use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView2};

/// Hasta este número de multiplicaciones, tres bucles tardan menos que preparar los bloques de un producto grande.
const SMALL: usize = 512;

/// C ← C + A·B, con A `(n, k)`, B `(k, m)` y C `(n, m)`. Las formas ya vienen comprobadas.
pub(crate) fn add_product(a: ArrayView2<f64>, b: ArrayView2<f64>, c: &mut Array2<f64>) {
    let ((n, k), m) = (a.dim(), b.ncols());
    if n * k * m > SMALL {
        return general_mat_mul(1.0, &a, &b, 1.0, c);
    }
    for i in 0..n {
        for p in 0..k {
            let factor = a[[i, p]];
            for j in 0..m {
                c[[i, j]] += factor * b[[p, j]];
            }
        }
    }
}
