//! Lo que los cuadernos afirman de sus redes. Los números son de NumPy, con el mismo generador y las mismas semillas.

use gradiente::{History, Layer, Loss, Network, Neuron, Training, dataset, numpy};
use ndarray::array;

const FINE: Training = Training { alpha: 0.5, epochs: 10_000, every: 20 };

fn start(sizes: &[usize]) -> Network {
    seeded(sizes, 42)
}

fn seeded(sizes: &[usize], seed: u32) -> Network {
    Network::random_using(sizes, numpy::Rand, &mut numpy::seed(seed))
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
fn a_stuck_start_goes_on_down_to_a_quarter_while_its_weights_grow() {
    let (x, y) = dataset::xor();
    let (mut net, mut seen) = (seeded(&[2, 2, 1], 11), Vec::new());
    let training = Training { epochs: 100_000, every: 1000, ..FINE };
    let history = training
        .run_with(&mut net, &x, &y, |epoch| {
            if [10_000, 30_000, 99_000].contains(&epoch.number) {
                seen.push(epoch.loss);
                seen.push(epoch.net.layers[0].w.iter().fold(0.0, |most, w| w.abs().max(most)));
            }
        })
        .expect("hiperparámetros con sentido");
    assert_near(&seen, &[0.250847, 8.814999, 0.250243, 10.244699, 0.250068, 11.685324], 2e-6);
    assert!(history.losses[10..].windows(2).all(|pair| pair[1] < pair[0]), "baja siempre, aunque sea un poco");
    assert_near(&answers(&net), &[0.00448, 0.49995, 0.99545, 0.50005], 1e-5);
}

/// El gradiente de la que se atasca no es menor que el de la que aprendió: la norma de las dos capas juntas.
#[test]
fn a_stuck_network_does_not_lack_a_gradient() {
    let norm = |seed| {
        let history = train(&mut seeded(&[2, 2, 1], seed), FINE);
        let [first, second] = [0, 1].map(|layer: usize| *history.gradient_norms[layer].last().expect("hay épocas"));
        f64::hypot(first, second)
    };
    assert_near(&[norm(42), norm(11)], &[0.000368, 0.000454], 1e-6);
}

/// Cuándo cambia de lado cada respuesta: primero acierta tres, como «o», y después los cuatro.
#[test]
fn it_learns_or_first_and_adds_the_second_line_later() {
    let (x, y) = dataset::xor();
    let (mut net, mut changes) = (start(&[2, 2, 1]), Vec::new());
    let mut before = Vec::new();
    let every_epoch = Training { epochs: 1001, every: 1, ..FINE };
    let history = every_epoch.run_with(&mut net, &x, &y, |epoch| {
        let now: Vec<bool> = epoch.forward.output().iter().map(|&a| a >= 0.5).collect();
        if now != before {
            changes.push((epoch.number, now.clone()));
            before = now;
        }
    });
    let [or, xor] = [[false, true, true, true], [false, true, true, false]].map(Vec::from);
    assert_eq!(changes[0], (0, vec![true; 4]));
    assert_eq!(changes[changes.len() - 2..], [(117, or), (580, xor)]);
    let errors = history.expect("hiperparámetros con sentido").errors;
    assert_near(&[errors[300], errors[600], errors[1000]], &[0.4690, 0.3367, 0.1119], 1e-4);
}

/// En la época 20 los cuatro δ casi se anulan, y las activaciones con que se multiplican también casi se compensan.
#[test]
fn in_the_plateau_the_pulls_cancel_out() {
    let (x, y) = dataset::xor();
    let mut net = start(&[2, 2, 1]);
    train(&mut net, Training { epochs: 20, ..FINE });
    let forward = net.forward(&x);
    assert_near(&forward.a[0].column(0).to_vec(), &[0.542, 0.711, 0.631, 0.780], 6e-4);
    let gradients = net.backward(&forward, &y);
    assert_near(&gradients.delta[1].iter().copied().collect::<Vec<_>>(), &[0.1241, -0.1255, -0.1217, 0.1277], 6e-5);
    assert_near(&[gradients.layers[1].b[0]], &[0.0046304], 1e-7);
    assert_near(net.layers[1].w.as_slice().expect("contigua"), &[-0.357623, 0.455638], 1e-6);
}

/// De cien comienzos: cuándo sale cada red de la meseta, y cuál antes.
#[test]
fn width_shortens_the_plateau_and_depth_lengthens_it() {
    let (x, y) = dataset::xor();
    let exits = |sizes: &[usize]| -> Vec<usize> {
        let mut nets: Vec<Network> = (0..100).map(|seed| seeded(sizes, seed)).collect();
        let runs = FINE.run_all(&mut nets, &x, &y).expect("hiperparámetros con sentido");
        runs.iter().map(|run| first_below(run, 0.4)).collect()
    };
    let median = |exits: &[usize]| {
        let mut sorted = exits.to_vec();
        sorted.sort();
        (sorted[49] + sorted[50]) / 2
    };
    let [lesson, wide, deep] = [&[2, 2, 1][..], &[2, 4, 1], &[2, 4, 4, 1]].map(exits);
    assert_eq!([&lesson, &wide, &deep].map(|exits| median(exits)), [760, 620, 2200]);
    let later = |a: &[usize], b: &[usize]| a.iter().zip(b).filter(|(a, b)| a > b).count();
    assert_eq!([later(&wide, &lesson), later(&deep, &wide)], [19, 100]);
}

#[test]
fn going_back_each_layer_shrinks_the_gradient() {
    let deep = train(&mut start(&[2, 4, 4, 1]), FINE);
    let norms = |epoch: usize| deep.gradient_norms.iter().map(|layer| layer[epoch / FINE.every]).collect::<Vec<_>>();
    // Al empezar, la última capa tira treinta veces más que la primera; en la meseta, todas igual de poco.
    assert_near(&norms(0), &[0.007731, 0.055037, 0.227040], 1e-6);
    assert_near(&norms(400), &[0.001850, 0.001314, 0.001505], 1e-6);

    let mut sizes = vec![4; 22];
    (sizes[0], sizes[21]) = (2, 1);
    let (x, y) = dataset::xor();
    let net = start(&sizes);
    let gradients = net.backward(&net.forward(&x), &y);
    let kept = (gradients.layers[0].norm() / gradients.layers[20].norm()).powf(1.0 / 20.0);
    assert_near(&[kept], &[0.167893], 1e-6);
}

/// Girar una perilla 0.01 cambia la pérdida en 0.01 por su derivada, más o menos.
#[test]
fn a_knob_changes_the_loss_by_its_derivative() {
    let (x, y) = dataset::xor();
    let net = start(&[2, 2, 1]);
    let gradient = net.backward(&net.forward(&x), &y).layers[1].w[[1, 0]];
    assert_near(&[gradient], &[0.130007], 1e-6);
    let mut turned = net.clone();
    turned.layers[1].w[[1, 0]] += 0.01;
    let change = turned.forward(&x).loss(&y) - net.forward(&x).loss(&y);
    assert!((change - 0.01 * gradient).abs() < 0.02 * change.abs(), "{change}, y se predijo {}", 0.01 * gradient);
}

#[test]
fn one_entry_of_the_forward_pass_by_hand() {
    let net = start(&[2, 2, 1]);
    let by_hand = 0.0 * 0.3745 + 1.0 * 0.7320 + 0.1560; // los pesos, como los enseña el cuaderno
    assert_near(&[net.forward(&dataset::xor().0).z[0][[1, 0]]], &[by_hand], 5e-5);
}

/// Con α = 100, el paso de la neurona llega lejos de donde su tangente sirve.
#[test]
fn a_long_step_leaves_its_tangent_behind() {
    let step = Neuron { w: 0.8, b: 0.2 }.step(0.5, 1.0, 100.0, Loss::HalfSquare);
    assert_near(&[step.w], &[4.853413], 1e-6);
    assert!(step.loss + step.dl_dw * (step.w - 0.8) < 0.0, "la tangente promete una pérdida negativa");
}

#[test]
fn four_learning_rates() {
    let run = |alpha| train(&mut start(&[2, 2, 1]), Training { alpha, ..FINE });
    assert_eq!([0.5, 5.0].map(|alpha| first_below(&run(alpha), 0.1)), [1080, 140]);
    let slow = run(0.05).errors;
    assert!(slow.iter().all(|&error| error > 0.1));
    assert_near(&slow[slow.len() - 1..], &[0.1122], 1e-3);
    assert!((run(100.0).errors[1] - 0.5).abs() < 1e-9);
}
