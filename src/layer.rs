//! Una capa y sus tres productos de matrices, las únicas operaciones caras de una red.
//!
//! Con matrices pequeñas, la suma tal como se escribe en la pizarra tarda menos que preparar los bloques de un producto
//! grande; con las demás, el producto es el de ndarray. Las formas ya vienen comprobadas.

use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, Array2};

/// Una capa: sus pesos y sus sesgos. El gradiente de una capa tiene la misma forma y se guarda en el mismo tipo.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// Los pesos, `(entradas, salidas)`.
    pub w: Array2<f64>,
    /// Los sesgos, `(salidas,)`.
    pub b: Array1<f64>,
}

impl Layer {
    /// La norma euclídea de los pesos y los sesgos juntos, √(Σ w² + Σ b²). La de un gradiente dice cuánto tira de su capa.
    ///
    /// ```
    /// use gradiente::Layer;
    /// use ndarray::array;
    ///
    /// let layer = Layer { w: array![[1.0, -4.0], [2.0, 2.0]], b: array![0.0, 0.0] };
    /// assert_eq!(layer.norm(), 5.0); // √(1 + 16 + 4 + 4)
    /// ```
    pub fn norm(&self) -> f64 {
        self.w.iter().chain(&self.b).map(|value| value * value).sum::<f64>().sqrt()
    }
}

/// Hasta este número de multiplicaciones, la suma de la pizarra gana.
const SMALL: usize = 512;

/// Z ← X·W + b, con X `(n, k)`, W `(k, m)`, b `(m,)` y Z `(n, m)`: la entrada lineal de una capa.
pub(crate) fn affine(x: &Array2<f64>, layer: &Layer, z: &mut Array2<f64>) {
    let (k, m) = layer.w.dim();
    let (Some((x, w, z)), Some(b)) = (small(x.len() * m, x, &layer.w, z), layer.b.as_slice()) else {
        z.assign(&layer.b); // el sesgo, repetido en cada fila
        return general_mat_mul(1.0, x, &layer.w, 1.0, z);
    };
    for (x, z) in x.chunks_exact(k).zip(z.chunks_exact_mut(m)) {
        for j in 0..m {
            z[j] = (0..k).map(|p| x[p] * w[p * m + j]).sum::<f64>() + b[j];
        }
    }
}

/// ∂J/∂W ← Xᵀ·δ y ∂J/∂b ← Σ δ, con X `(n, k)`, δ `(n, m)`, ∂J/∂W `(k, m)` y ∂J/∂b `(m,)`: el gradiente de una capa.
pub(crate) fn layer_gradient(x: &Array2<f64>, delta: &Array2<f64>, gradient: &mut Layer) {
    let (k, m) = gradient.w.dim();
    let (Some((x, delta, w)), Some(b)) = (small(x.len() * m, x, delta, &mut gradient.w), gradient.b.as_slice_mut()) else {
        general_mat_mul(1.0, &x.t(), delta, 0.0, &mut gradient.w);
        gradient.b.fill(0.0);
        return delta.rows().into_iter().for_each(|delta| gradient.b += &delta);
    };
    for j in 0..m {
        b[j] = delta.chunks_exact(m).map(|delta| delta[j]).sum();
        for p in 0..k {
            w[p * m + j] = x.chunks_exact(k).zip(delta.chunks_exact(m)).map(|(x, delta)| x[p] * delta[j]).sum();
        }
    }
}

/// D ← δ·Wᵀ, con δ `(n, m)`, W `(k, m)` y D `(n, k)`: lo que llega a la capa anterior.
pub(crate) fn product_transposed(delta: &Array2<f64>, w: &Array2<f64>, d: &mut Array2<f64>) {
    let (k, m) = w.dim();
    let Some((delta, w, d)) = small(delta.len() * k, delta, w, d) else {
        return general_mat_mul(1.0, delta, &w.t(), 0.0, d);
    };
    for (delta, d) in delta.chunks_exact(m).zip(d.chunks_exact_mut(k)) {
        for p in 0..k {
            d[p] = (0..m).map(|j| delta[j] * w[p * m + j]).sum();
        }
    }
}

/// Las tres matrices como filas seguidas, si el producto es pequeño y están guardadas así.
fn small<'a>(
    multiplications: usize,
    a: &'a Array2<f64>,
    b: &'a Array2<f64>,
    c: &'a mut Array2<f64>,
) -> Option<(&'a [f64], &'a [f64], &'a mut [f64])> {
    if multiplications > SMALL {
        return None;
    }
    Some((a.as_slice()?, b.as_slice()?, c.as_slice_mut()?))
}
