//! Las formas que tienen que encajar, y qué decir cuando no encajan.
//!
//! Cada función entra en pánico con un mensaje que nombra las dos formas.

use ndarray::Array2;

use crate::network::{Forward, Gradients, Network};

/// Cada capa encaja con la anterior, y `forward` tiene sitio para todas.
pub(crate) fn assert_forward(net: &Network, forward: &Forward) {
    assert!(!net.layers.is_empty(), "la red no tiene capas: hace falta al menos una");
    assert_count("z", forward.z.len(), net);
    assert_count("a", forward.a.len(), net);

    let mut columns = forward.x.ncols();
    for (l, layer) in net.layers.iter().enumerate() {
        let n = l + 1;
        if columns != layer.w.nrows() {
            let (name, before) =
                if l == 0 { ("x".into(), forward.x.dim()) } else { (format!("a{l}"), forward.a[l - 1].dim()) };
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
        assert_same("z", l, forward.z[l].dim(), (forward.x.nrows(), columns));
        assert_same("a", l, forward.a[l].dim(), (forward.x.nrows(), columns));
    }
}

/// Hay un gradiente por capa, con su misma forma.
pub(crate) fn assert_gradients(net: &Network, gradients: &Gradients) {
    assert_count("gradientes", gradients.layers.len(), net);
    for (l, (layer, gradient)) in net.layers.iter().zip(&gradients.layers).enumerate() {
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

/// La salida esperada tiene la forma de la salida.
pub(crate) fn assert_targets(y: &Array2<f64>, output: &Array2<f64>) {
    assert!(
        y.dim() == output.dim(),
        "y es {:?} y la salida de la red es {:?}: tienen que tener la misma forma, (ejemplos, salidas)",
        y.dim(),
        output.dim()
    );
}

fn assert_count(name: &str, found: usize, net: &Network) {
    let layers = net.layers.len();
    assert!(found == layers, "hay {found} {name} y {layers} capas: son de redes distintas");
}

fn assert_same(name: &str, l: usize, found: (usize, usize), expected: (usize, usize)) {
    let n = l + 1;
    assert!(
        found == expected,
        "{name}{n} es {found:?} y tendría que ser {expected:?}: es de una red o de unos datos distintos"
    );
}
