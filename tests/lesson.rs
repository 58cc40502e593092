//! Lo que los cuadernos afirman de sus redes. Los números son de NumPy, con el mismo generador y las mismas semillas.

use gradiente::{History, Layer, Network, Training, dataset, numpy};
use ndarray::array;

const FINE: Training = Training { alpha: 0.5, epochs: 10_000, every: 20 };

fn start(sizes: &[usize]) -> Network {
    Network::random_using(sizes, numpy::Rand, &mut numpy::seed(42))
}

/// Entrena `net` con XOR.
fn train(net: &mut Network, training: Training) -> History {
    let (x, y) = dataset::xor();
    training.run(net, &x, &y).expect("hiperparámetros con sentido")
}

/// Lo que responde `net` a los cuatro ejemplos.
fn answers(net: &Network) -> Vec<f64> {
    net.forward(&dataset::xor().0).output().iter().copied().collect()
}

fn assert_near(found: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(found.len(), expected.len());
    let close = found.iter().zip(expected).all(|(a, b)| (a - b).abs() <= tolerance);
    assert!(close, "{found:?}, y NumPy da {expected:?}");
}

/// La primera época anotada con un error absoluto medio menor que `error`.
fn first_below(history: &History, error: f64) -> usize {
    let at = history.errors.iter().position(|&e| e < error).expect("llega");
    history.epochs[at]
}

#[test]
fn one_weight_by_hand() {
    let (x, y) = dataset::xor();
    let net = start(&[2, 2, 1]);
    let forward = net.forward(&x);
    let gradients = net.backward(&forward, &y);
    let products: Vec<f64> = forward.a[0].column(0).iter().zip(&gradients.delta[1]).map(|(a, delta)| a * delta).collect();
    assert_near(&products, &[0.075775, -0.027994, -0.023046, 0.100047], 5e-7);
    assert_near(&[products.iter().sum()], &[gradients.layers[1].w[[0, 0]]], 1e-15);
}

#[test]
fn the_loss_falls_while_the_mean_error_rises() {
    let history = train(&mut start(&[2, 2, 1]), FINE);
    assert_near(&history.errors[..2], &[0.497755, 0.499122], 5e-7);
    assert_near(&history.losses[..2], &[0.649317, 0.498400], 5e-7);
    // Las dos primeras normas, de cada capa.
    assert_near(&history.gradient_norms[0][..2], &[0.0333579, 0.0063824], 5e-8);
    assert_near(&history.gradient_norms[1][..2], &[0.2639327, 0.0050662], 5e-8);
}

#[test]
fn the_first_hidden_neuron_is_the_and_and_the_second_the_or() {
    let (x, _) = dataset::xor();
    let mut net = start(&[2, 2, 1]);
    train(&mut net, FINE);
    let hidden = net.forward(&x).a[0].mapv(f64::round);
    assert_eq!(hidden, array![[0.0, 0.0], [0.0, 1.0], [0.0, 1.0], [1.0, 1.0]]);
    assert_near(net.layers[1].w.as_slice().expect("contigua"), &[-10.326768, 9.621210], 1e-5);
    // Una banda: la respuesta solo pasa de ½ entre las dos rectas, que son casi paralelas.
    let along: Vec<bool> =
        (0..=100).map(|i| f64::from(i) / 100.0).map(|t| net.forward(&array![[t, t]]).output()[[0, 0]] > 0.5).collect();
    let changes = along.windows(2).filter(|pair| pair[0] != pair[1]).count();
    assert_eq!((along[0], changes, along[100]), (false, 2, false));
}

/// Una red 2-2-1 cuyas dos neuronas ocultas tienen los mismos pesos de entrada y el mismo sesgo.
fn twins(output: [f64; 2]) -> Network {
    let hidden = Layer { w: array![[0.5, 0.5], [0.3, 0.3]], b: array![0.1, 0.1] };
    Network { layers: vec![hidden, Layer { w: array![[output[0]], [output[1]]], b: array![0.2] }] }
}

#[test]
fn identical_neurons_stay_identical_and_different_outputs_break_the_tie() {
    let mut equal = twins([0.4, 0.4]);
    train(&mut equal, FINE);
    assert_eq!(equal.layers[0].w.column(0), equal.layers[0].w.column(1));
    assert_near(&answers(&equal), &[0.02614, 0.66593, 0.66593, 0.66753], 1e-5);

    let mut different = twins([0.4, 0.9]);
    train(&mut different, FINE);
    assert_near(&answers(&different), &[0.01920, 0.98342, 0.98343, 0.01716], 1e-5);
}

#[test]
fn a_stuck_start_goes_on_down_to_a_quarter() {
    let mut net = Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(11));
    let history = train(&mut net, Training { epochs: 100_000, ..FINE });
    let at = |epoch: usize| history.losses[epoch / FINE.every];
    assert!((at(9980) - 0.250847).abs() < 1e-5, "{}", at(9980));
    assert!(history.losses[500..].windows(2).all(|pair| pair[1] < pair[0]), "baja siempre, aunque sea un poco");
    assert_near(&answers(&net), &[0.00448, 0.49995, 0.99545, 0.50005], 1e-5);
}

#[test]
fn depth_lengthens_the_plateau_and_width_alone_less() {
    let [lesson, wide, deep] = [&[2, 2, 1][..], &[2, 4, 1], &[2, 4, 4, 1]].map(|sizes| train(&mut start(sizes), FINE));
    assert_eq!([&lesson, &wide, &deep].map(|history| first_below(history, 0.4)), [480, 760, 1440]);

    let norms = |epoch: usize| deep.gradient_norms.iter().map(|layer| layer[epoch / FINE.every]).collect::<Vec<_>>();
    // Al empezar, la última capa tira treinta veces más que la primera; en la meseta, todas igual de poco.
    assert_near(&norms(0), &[0.007731, 0.055037, 0.227040], 1e-6);
    assert_near(&norms(400), &[0.001850, 0.001314, 0.001505], 1e-6);
}

#[test]
fn four_learning_rates() {
    let run = |alpha| train(&mut start(&[2, 2, 1]), Training { alpha, ..FINE });
    assert_eq!([0.5, 5.0].map(|alpha| first_below(&run(alpha), 0.1)), [1080, 140]);
    assert!(run(0.05).errors.iter().all(|&error| error > 0.1));
    assert!((run(100.0).errors[1] - 0.5).abs() < 1e-9);
}
