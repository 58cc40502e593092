//! Las formas que tienen que encajar, y qué decir cuando no encajan.
//!
//! Cada función entra en pánico con un mensaje que nombra las dos formas.

use ndarray::Array2;

use crate::layer::Layer;

/// Cada capa encaja con la anterior, y hay una z y una a para cada una: lo que deja la propagación de `x` hacia adelante.
pub(crate) fn assert_forward(layers: &[Layer], x: &Array2<f64>, z: &[Array2<f64>], a: &[Array2<f64>]) {
    assert!(!layers.is_empty(), "la red no tiene capas: hace falta al menos una");
    assert_count("z", z.len(), layers.len());
    assert_count("a", a.len(), layers.len());

    let mut columns = x.ncols();
    for (l, layer) in layers.iter().enumerate() {
        let n = l + 1;
        if columns != layer.w.nrows() {
            let (name, before) = if l == 0 { ("x".into(), x.dim()) } else { (format!("a{l}"), a[l - 1].dim()) };
            panic!(
                "{name} es {before:?} y w{n} es {:?}: las columnas de {name} tienen que ser tantas como las filas de w{n}",
                layer.w.dim()
            );
        }
        assert!(
            layer.b.len() == layer.w.ncols(),
            "b{n} es ({},) y w{n} es {:?}: hace falta un sesgo por cada columna de w{n}",
            layer.b.len(),
            layer.w.dim()
        );
        columns = layer.w.ncols();
        assert_same("z", l, z[l].dim(), (x.nrows(), columns));
        assert_same("a", l, a[l].dim(), (x.nrows(), columns));
    }
}

/// Hay un gradiente por capa, con su misma forma.
pub(crate) fn assert_gradients(layers: &[Layer], gradients: &[Layer]) {
    assert_count("gradientes", gradients.len(), layers.len());
    for (l, (layer, gradient)) in layers.iter().zip(gradients).enumerate() {
        assert_same("∂J/∂w", l, gradient.w.dim(), layer.w.dim());
        assert!(
            gradient.b.len() == layer.b.len(),
            "∂J/∂b{n} es ({},) y b{n} es ({},): tienen que tener la misma forma",
            gradient.b.len(),
            layer.b.len(),
            n = l + 1
        );
    }
}

/// Hay una δ por activación, con su misma forma.
pub(crate) fn assert_deltas(a: &[Array2<f64>], delta: &[Array2<f64>]) {
    assert_count("δ", delta.len(), a.len());
    for (l, (a, delta)) in a.iter().zip(delta).enumerate() {
        assert_same("δ", l, delta.dim(), a.dim());
    }
}

/// La salida esperada tiene la forma de la salida.
pub(crate) fn assert_targets(y: &Array2<f64>, output: &Array2<f64>) {
    assert!(
        y.dim() == output.dim(),
        "y es {:?} y la salida de la red es {:?}: tienen que tener la misma forma, (ejemplos, salidas)",
        y.dim(),
        output.dim()
    );
}

fn assert_count(name: &str, found: usize, layers: usize) {
    assert!(found == layers, "hay {found} {name} y {layers} capas: son de redes distintas");
}

fn assert_same(name: &str, l: usize, found: (usize, usize), expected: (usize, usize)) {
    let n = l + 1;
    assert!(found == expected, "{name}{n} es {found:?} y tendría que ser {expected:?}: es de otra red o de otros datos");
}
