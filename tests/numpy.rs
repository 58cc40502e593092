//! La biblioteca frente a los números de NumPy (`tests/data/numpy.json`, que dice de dónde salió cada uno).

use gradiente::{Layer, Loss, Network, Neuron, Training, dataset, numpy};
use ndarray::{Array1, Array2};
use serde_json::Value;

fn oracle() -> Value {
    serde_json::from_str(include_str!("data/numpy.json")).expect("numpy.json es JSON")
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("un número")
}

/// Una matriz de NumPy, `(filas, columnas)`.
fn matrix(value: &Value) -> Array2<f64> {
    let rows = value.as_array().expect("una matriz");
    let columns = rows[0].as_array().expect("una fila").len();
    let numbers = rows.iter().flat_map(|row| row.as_array().expect("una fila").iter().map(number));
    Array2::from_shape_vec((rows.len(), columns), numbers.collect()).expect("filas iguales")
}

/// Un sesgo de NumPy, `(1, salidas)`, como el nuestro, `(salidas,)`.
fn bias(value: &Value) -> Array1<f64> {
    matrix(value).row(0).to_owned()
}

fn layers(value: &Value) -> [Layer; 2] {
    [("W1", "b1"), ("W2", "b2")].map(|(w, b)| Layer { w: matrix(&value[w]), b: bias(&value[b]) })
}

fn lesson_network() -> Network {
    Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(42))
}

fn assert_close(name: &str, found: &Array2<f64>, expected: &Array2<f64>, tolerance: f64) {
    assert_eq!(found.dim(), expected.dim(), "la forma de {name}");
    let distance = (found - expected).mapv(f64::abs).into_iter().fold(0.0, f64::max);
    assert!(distance < tolerance, "{name}: dista {distance:e} de NumPy\n{found}\n{expected}");
}

#[test]
fn the_start_is_numpys_bit_for_bit() {
    assert_eq!(lesson_network().layers, layers(&oracle()["xor"]["init"]));
}

#[test]
fn epoch_0_agrees_with_numpy() {
    let epoch = &oracle()["xor"]["epoch_0"];
    let (x, y) = dataset::xor();
    let net = lesson_network();
    let forward = net.forward(&x);
    let gradients = net.backward(&forward, &y);

    assert_close("Z1", &forward.z[0], &matrix(&epoch["Z1"]), 1e-12);
    assert_close("A1", &forward.a[0], &matrix(&epoch["A1"]), 1e-12);
    assert_close("Z2", &forward.z[1], &matrix(&epoch["Z2"]), 1e-12);
    assert_close("A2", &forward.a[1], &matrix(&epoch["A2"]), 1e-12);
    assert_close("error", &forward.error(&y), &matrix(&epoch["error"]), 1e-12);

    // Los de la lección son menos el gradiente: por eso el signo.
    for (l, (w, b, delta)) in [("dW1", "db1", "dA1"), ("dW2", "db2", "dA2")].into_iter().enumerate() {
        assert_close(w, &-&gradients.layers[l].w, &matrix(&epoch[w]), 1e-12);
        assert_close(b, &-gradients.layers[l].b.clone().insert_axis(ndarray::Axis(0)), &matrix(&epoch[b]), 1e-12);
        assert_close(delta, &-&gradients.delta[l], &matrix(&epoch[delta]), 1e-12);
    }
}

#[test]
fn one_update_agrees_with_numpy() {
    let (x, y) = dataset::xor();
    let mut net = lesson_network();
    net.update(&net.backward(&net.forward(&x), &y), 0.5);
    for (l, expected) in layers(&oracle()["xor"]["after_epoch_0"]).iter().enumerate() {
        assert_close("W", &net.layers[l].w, &expected.w, 1e-12);
        assert_close(
            "b",
            &net.layers[l].b.clone().insert_axis(ndarray::Axis(0)),
            &expected.b.clone().insert_axis(ndarray::Axis(0)),
            1e-12,
        );
    }
}

#[test]
fn the_run_gives_the_lessons_lines_and_its_final_matrix() {
    let oracle = &oracle()["xor"];
    let (x, y) = dataset::xor();
    let mut net = lesson_network();
    let mut live = Vec::new();
    let history = Training { alpha: 0.5, epochs: 10_000, every: 1000 }
        .run_with(&mut net, &x, &y, |epoch| live.push(format!("Epoch {}: Error {:.4}", epoch.number, epoch.error)))
        .expect("hiperparámetros con sentido");

    // Las diez líneas, como las imprime la celda original.
    let lesson = [
        "Epoch 0: Error 0.4978",
        "Epoch 1000: Error 0.1119",
        "Epoch 2000: Error 0.0504",
        "Epoch 3000: Error 0.0366",
        "Epoch 4000: Error 0.0300",
        "Epoch 5000: Error 0.0259",
        "Epoch 6000: Error 0.0231",
        "Epoch 7000: Error 0.0211",
        "Epoch 8000: Error 0.0195",
        "Epoch 9000: Error 0.0182",
    ];
    assert_eq!(live, lesson);
    for (i, line) in oracle["printed_every_1000"].as_array().expect("diez líneas").iter().enumerate() {
        assert_eq!(history.epochs[i] as u64, line["epoch"].as_u64().expect("una época"));
        assert!((history.errors[i] - number(&line["mean_abs_error"])).abs() < 1e-9);
        assert!((history.losses[i] - number(&line["half_sum_squares"])).abs() < 1e-9);
    }
    assert_eq!(history.errors.len(), 10);

    let printed: Vec<String> = history.output.iter().map(|a| format!("{a:.8}")).collect();
    assert_eq!(printed, ["0.01890475", "0.98371361", "0.98369334", "0.01686123"]);
    assert_close("A2", &history.output, &matrix(&oracle["final"]["A2_of_last_forward"]), 5e-9);
    for (l, expected) in layers(&oracle["final"]).iter().enumerate() {
        assert_close("W", &net.layers[l].w, &expected.w, 1e-7);
    }
}

#[test]
fn the_neurons_step_agrees_with_numpy_for_both_losses() {
    let oracle = &oracle()["neuron"];
    let [x, w, b, y, alpha] = ["x", "w", "b", "y", "alpha"].map(|name| number(&oracle[name]));
    let neuron = Neuron { w, b };

    let step = neuron.step(x, y, alpha, Loss::Error);
    for (found, name) in [(step.z, "z"), (step.a, "a"), (step.da_dz, "da_dz"), (step.dz_dw, "dz_dw")] {
        assert!((found - number(&oracle[name])).abs() < 1e-15, "{name} = {found}");
    }
    assert_eq!(step.dl_da, -1.0);
    assert!((step.w - number(&oracle["w_new_with_dL_da_minus_1"])).abs() < 1e-15);
    assert_eq!(format!("{:.8}", step.w), "0.81143921");

    let step = neuron.step(x, y, alpha, Loss::HalfSquare);
    assert!((step.dl_da - number(&oracle["dL_da_mse"])).abs() < 1e-15);
    assert!((step.w - number(&oracle["w_new_with_mse_gradient"])).abs() < 1e-15);
    assert_eq!(format!("{:.8}", step.w), "0.80405341");
}

/// NumPy 1.26.4: `np.random.seed(s)` y, con los valores por defecto de la lección, cuántas semillas de 0 a 99 acaban con un
/// error absoluto medio mayor que 0.1 tras 10 000 épocas: 16.
#[test]
fn sixteen_of_a_hundred_numpy_starts_get_stuck() {
    let (x, y) = dataset::xor();
    let stuck = (0..100).filter(|&seed| {
        let mut net = Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(seed));
        Training::default().run(&mut net, &x, &y).expect("hiperparámetros con sentido");
        net.forward(&x).mean_abs_error(&y) > 0.1
    });
    assert_eq!(stuck.count(), 16);
}
