//! Las fórmulas y las tablas dicen los números que calcula la biblioteca.

use gradiente::display::{Formula, Table};
use gradiente::gradcheck::{self, Check};
use gradiente::{Loss, Network, Neuron, dataset, numpy};
use ndarray::{Array1, Array2, Array3, array};

fn lesson() -> (Network, Array2<f64>, Array2<f64>) {
    let (x, y) = dataset::xor();
    (Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(42)), x, y)
}

#[test]
fn the_step_of_the_lesson_with_its_numbers() {
    // Los números, de NumPy: z = 0.6, a = 0.6456563062, da/dz = 0.2287842405, dL/dw = −0.1143921202, w = 0.8114392120.
    let step = Formula::step(&Neuron { w: 0.8, b: 0.2 }, 0.5, 1.0, 0.1, Loss::Error);
    let expected = "z = x·w + b = 0.5·0.8 + 0.2 = 0.6
a = σ(z) = σ(0.6) = 0.6457
L = y − a = 1 − 0.6457 = 0.3543
∂L/∂a = −1
∂a/∂z = a (1 − a) = 0.6457·(1 − 0.6457) = 0.2288
∂z/∂w = x = 0.5
∂L/∂w = ∂L/∂a·∂a/∂z·∂z/∂w = (−1)·0.2288·0.5 = −0.1144
w ← w − α·∂L/∂w = 0.8 − 0.1·(−0.1144) = 0.8114";
    assert_eq!(step.to_string(), expected);

    // Con el error al cuadrado, −(y − a) = −0.3543436938 y dL/dw = −0.0405341131.
    let square = Formula::step(&Neuron { w: 0.8, b: 0.2 }, 0.5, 1.0, 0.1, Loss::HalfSquare).to_string();
    assert!(square.contains("∂L/∂a = −(y − a) = −(1 − 0.6457) = −0.3543"));
    assert!(square.contains("(−0.3543)·0.2288·0.5 = −0.04053"));
}

#[test]
fn the_step_in_latex() {
    let latex = Formula::step(&Neuron { w: -0.8, b: 1e-9 }, 0.5, 1.0, 0.1, Loss::HalfSquare).latex();
    assert!(latex.starts_with("\\begin{aligned}\n") && latex.ends_with("\n\\end{aligned}"));
    for piece in [
        r"z &= x \cdot w + b = 0.5 \cdot (-0.8) + (10^{-9}) = -0.4000",
        r"a &= \sigma(z) = \sigma(-0.4000) = 0.4013",
        r"L &= \tfrac{1}{2} (y - a)^{2}",
        r"\frac{\partial L}{\partial w} &= \frac{\partial L}{\partial a} \cdot \frac{\partial a}{\partial z}",
        r"w &\leftarrow w - \alpha \cdot \frac{\partial L}{\partial w}",
    ] {
        assert!(latex.contains(piece), "falta {piece} en\n{latex}");
    }
    assert_eq!(latex.matches('{').count(), latex.matches('}').count());
}

#[test]
fn names_read_as_in_the_lesson() {
    let m = array![[1.0]];
    let names = [
        ("w1", "W⁽¹⁾", "W^{(1)}"),
        ("b2", "b⁽²⁾", "b^{(2)}"),
        ("x", "X", "X"),
        ("y", "y", "y"),
        ("a12", "A⁽¹²⁾", "A^{(12)}"),
        ("delta1", "δ⁽¹⁾", r"\delta^{(1)}"),
        ("dw1", "∂J/∂W⁽¹⁾", r"\frac{\partial J}{\partial W^{(1)}}"),
        ("mis_datos", "mis_datos", r"\text{mis}\_\text{datos}"),
    ];
    for (name, plain, latex) in names {
        let formula = Formula::matrix(name, &m);
        assert_eq!(formula.to_string(), format!("{plain} = [1] (1 × 1)"));
        assert!(formula.latex().contains(&format!("\n{latex} &= ")), "{}", formula.latex());
    }
}

#[test]
fn matrices_show_their_values_and_shapes() {
    let formula = Formula::matrix("w1", &array![[0.5, -1.0], [0.25, 1e-7]]);
    assert_eq!(formula.to_string(), "W⁽¹⁾ = [0.5 −1; 0.25 10⁻⁷] (2 × 2)");
    let expected = r"\begin{bmatrix} 0.5 & -1 \\ 0.25 & 10^{-7} \end{bmatrix} \quad (2 \times 2)";
    assert!(formula.latex().contains(expected), "{}", formula.latex());

    assert_eq!(Formula::matrix("b1", &array![1.0, 2.0]).to_string(), "b⁽¹⁾ = [1 2] (2)");
    assert_eq!(Formula::matrix("v", &array![f64::NAN, f64::NEG_INFINITY]).to_string(), "v = [NaN −∞] (2)");
    assert!(Formula::matrix("v", &array![f64::NAN, f64::INFINITY]).latex().contains(r"\text{NaN} & \infty"));
    assert_eq!(Formula::matrix("v", &Array1::<f64>::zeros(0)).to_string(), "v = [] (0)");

    // De una matriz grande, el comienzo y el final.
    let large = Array2::from_shape_fn((100, 9), |(i, j)| (i * 10 + j) as f64);
    let text = Formula::matrix("datos", &large).to_string();
    assert!(text.starts_with("datos = [0 1 2 … 6 7 8; 10 ") && text.ends_with("996 997 998] (100 × 9)"), "{text}");
}

#[test]
#[should_panic(expected = "se esperaba un vector o una matriz")]
fn a_cube_is_not_a_matrix() {
    Formula::matrix("c", &Array3::<f64>::zeros((2, 2, 2)));
}

#[test]
fn a_layer_forward_and_backward_with_its_numbers() {
    let (net, x, y) = lesson();
    let forward = net.forward(&x);
    let gradients = net.backward(&forward, &y);

    // NumPy: W1 = [0.37454012 0.95071431; 0.73199394 0.59865848], b1 = [0.15601864 0.15599452], A2[0] = 0.75011340.
    let text = Formula::forward(&net, &forward, 1).to_string();
    assert!(text.contains("Z⁽¹⁾ = X·W⁽¹⁾ + b⁽¹⁾"));
    assert!(text.contains("= [0 0; 0 1; 1 0; 1 1]·[0.3745 0.9507; 0.7320 0.5987] + [0.1560 0.1560]"), "{text}");
    let text = Formula::forward(&net, &forward, 2).to_string();
    assert!(text.contains("Z⁽²⁾ = A⁽¹⁾·W⁽²⁾ + b⁽²⁾") && text.contains("A⁽²⁾ = σ(Z⁽²⁾) = [0.7501;"), "{text}");

    // NumPy: dW2[0, 0] = −0.12478241713985531, con el signo que la lección suma.
    let text = Formula::backward(&net, &forward, &gradients, &y, 2).to_string();
    assert!(text.contains("δ⁽²⁾ = −(y − A⁽²⁾) ⊙ A⁽²⁾ ⊙ (1 − A⁽²⁾)") && text.contains("\n= [0.1248;"), "{text}");
    // −(y − A2) = A2 − y: NumPy da A2 = [0.7501134 0.77406 0.78389 0.79892], e y = [0 1 1 0].
    assert!(text.contains("= [0.7501; −0.2259; −0.2161; 0.7989] ⊙ [0.1874;"), "{text}");
    let latex = Formula::backward(&net, &forward, &gradients, &y, 1).latex();
    assert!(latex.contains(r"\delta^{(1)} &= \delta^{(2)} \cdot W^{(2)\top} \odot A^{(1)} \odot (1 - A^{(1)})"), "{latex}");

    // El producto que se muestra da la δ que se muestra.
    let arriving = gradients.delta[1].dot(&net.layers[1].w.t());
    let shown = format!("{:.4}", arriving[[1, 0]]);
    let text = Formula::backward(&net, &forward, &gradients, &y, 1).to_string();
    assert!(text.contains(&shown.replace('-', "−")[..6]), "{shown} no está en {text}");
    assert_eq!(Formula::network(&net).to_string().lines().count(), 4);
}

#[test]
#[should_panic(expected = "la capa 3 no existe: la red tiene 2")]
fn there_is_no_third_layer() {
    let (net, x, _) = lesson();
    Formula::forward(&net, &net.forward(&x), 3);
}

#[test]
#[should_panic(expected = "de otra red")]
fn the_gradients_must_be_of_this_network() {
    let (net, x, y) = lesson();
    let other = Network::random_using(&[2, 3, 1], numpy::Rand, &mut numpy::seed(1));
    let gradients = other.backward(&other.forward(&x), &y);
    Formula::backward(&net, &net.forward(&x), &gradients, &y, 1);
}

#[test]
#[should_panic(expected = "δ1 es (2, 2) y tendría que ser (4, 2)")]
fn the_gradients_must_be_of_these_examples() {
    let (net, x, y) = lesson();
    let half = |data: &Array2<f64>| data.select(ndarray::Axis(0), &[0, 1]);
    let gradients = net.backward(&net.forward(&half(&x)), &half(&y));
    Formula::backward(&net, &net.forward(&x), &gradients, &y, 2);
}

#[test]
fn the_gradient_table_judges_each_parameter() {
    let check = |analytic: f64, numeric: f64| Check { name: "w1[[0, 0]]".to_string(), analytic, numeric };
    let checks = [check(1.0, 1.0 + 1e-9), check(1.0, 1.00001), check(1.0, 1.001), check(1.0, 1.1), check(1.0, f64::NAN)];
    let table = Table::gradients(&checks).to_string();
    let verdicts: Vec<&str> = table.lines().skip(1).map(|line| line.rsplit("  ").next().unwrap()).collect();
    assert_eq!(verdicts, ["bien", "dudoso", "mala señal", "mal", "mal"]);

    let (net, x, y) = lesson();
    let table = Table::gradients(&gradcheck::check(&net, &x, &y, gradcheck::STEP));
    assert!(
        table.markdown().starts_with("| parámetro | retropropagación | diferencia centrada | error relativo |  |\n| --- |")
    );
    assert!(table.markdown().contains("| w2[[0, 0]] | 0.1248 | 0.1248 | "), "{}", table.markdown());
}

#[test]
fn a_table_may_be_ragged_or_empty() {
    let table = Table::new(["a", "b"]).row(["1 | 2"]).row(["1", "2", "3"]);
    assert_eq!(table.markdown(), "| a | b |  |\n| --- | --- | --- |\n| 1 \\| 2 |  |  |\n| 1 | 2 | 3 |");
    assert_eq!(table.to_string(), "a      b\n1 | 2\n1      2  3");
    assert_eq!(Table::new(Vec::<String>::new()).to_string(), "");
}
