//! Cada operación de ndarray que usan los cuadernos, con sus tipos. No hace nada con ellas: basta con que se compilen.

use gradiente::rubric::Recorder;
use gradiente::{Layer, Network, dataset, numpy};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, array};

pub fn matrices(x: &Array2<f64>, y: &Array2<f64>, b: &Array1<f64>, k: f64) -> Vec<Array2<f64>> {
    let product = x.dot(y);
    vec![
        &product + b,
        product + b,
        x.t().dot(y),
        x.dot(&y.t()),
        (x - y) * x * (1.0 - y),
        x * y,
        x + y,
        x - y,
        x * k,
        k * x,
        x.clone() * y.clone(),
        x.clone() + y.clone(),
        x.clone() - y.clone(),
        x.clone() * (1.0 - x),
        x.clone() * &(1.0 - x),
        (x - y) * x * &(1.0 - y),
        x.mapv(gradiente::sigmoid),
        x.mapv(gradiente::sigmoid_derivative),
        x.mapv(f64::exp),
        x.mapv(f64::abs),
        -x,
        x.to_owned(),
        Array2::zeros((2, 2)),
        Array2::zeros(x.dim()),
        Array2::ones((2, 2)),
        array![[1.0]],
        array![[1.0], [1.0]],
        array![[1.0, 2.0]],
        array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]],
        array![[1.0, 2.0], [3.0, 4.0]],
        array![[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]],
        x.clone() / k,
        x / y,
    ]
}

pub fn vectors(x: &Array2<f64>, b: &Array1<f64>, k: f64) -> Vec<Array1<f64>> {
    vec![
        x.sum_axis(Axis(0)),
        x.sum_axis(Axis(1)),
        x.mean_axis(Axis(0)).unwrap_or_default(),
        b + b,
        b - b,
        b * b,
        b * k,
        b.clone() + b,
        b.mapv(gradiente::sigmoid),
        x.row(0).to_owned(),
        x.column(0).to_owned(),
        x.dot(b),
        b.dot(x),
        array![0.1],
        array![0.1, 0.2],
        array![0.1, 0.2, 0.3],
        Array1::zeros(2),
        Array1::from_vec(vec![k]),
    ]
}

pub fn numbers(x: &mut Array2<f64>, y: &Array2<f64>, b: &mut Array1<f64>) -> f64 {
    *x += y;
    *x -= y;
    x[[0, 0]] += y[[0, 0]];
    b[0] += 1.0;
    let views: (ArrayView1<f64>, ArrayView2<f64>) = (b.view(), x.view());
    let all = views.0.reborrow().sum() + views.1.sum() + x.sum() + x.mean().unwrap_or(0.0);
    all + x.iter().sum::<f64>() + b.dot(b) + (x.nrows() * x.ncols()) as f64
}

pub fn networks(net: &mut Network, x: &Array2<f64>, y: &Array2<f64>, epochs: usize) -> Vec<f64> {
    let mut errors = Vec::new();
    for epoch in 0..epochs {
        let forward = net.forward(x);
        errors.push(forward.mean_abs_error(y) + forward.loss(y) + epoch as f64);
        let gradients = net.backward(&forward, y);
        net.update(&gradients, 0.5);
    }
    let start = Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(42));
    let layer = Layer { w: array![[1.0]], b: array![1.0] };
    let made = Network { layers: vec![layer, start.layers[0].clone()] };
    let (input, _) = dataset::xor();
    let run = gradiente::Training { alpha: 0.5, epochs, every: 1000 }.run(net, &input, y);
    errors.push(run.map_or(0.0, |history| history.errors.len() as f64));
    errors.push(made.layers.len() as f64);
    errors
}

pub fn records(x: &Array2<f64>, b: &Array1<f64>, list: &[f64]) -> f64 {
    let recorder = Recorder::new("e", 1.0).check("a", "b", || 1.0, 1.0).check("a", "b", || list.to_vec(), list.to_vec());
    let recorder = recorder.check("a", "b", || x.clone(), x).check("a", "b", || x.clone(), x.clone());
    let recorder = recorder.check("a", "b", || b.clone(), b).check("a", "b", || b.clone(), b.clone());
    recorder.hidden(|| 1.0, gradiente::secret!()).hidden(|| x.clone(), gradiente::secret!()).points()
}
