//! Cuánto vale cada paso de una pregunta, calculado de otra manera desde los números de su enunciado.

#![allow(dead_code, reason = "cada prueba usa una parte")]

use gradiente::gradcheck::{STEP, central_difference};
use gradiente::practice::Question;
use gradiente::{Network, numpy};
use ndarray::array;

/// La sigmoide, en su otra forma cerrada: `½ (1 + tanh(z/2))`.
fn sigma(z: f64) -> f64 {
    0.5 * (1.0 + (0.5 * z).tanh())
}

fn slope(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    central_difference(f, x, STEP)
}

fn logit(a: f64) -> f64 {
    (a / (1.0 - a)).ln()
}

fn half_square(y: f64, a: f64) -> f64 {
    0.5 * (y - a) * (y - a)
}

/// Lo que vale cada paso.
pub fn expected(question: &Question) -> Vec<f64> {
    let given = |name: &str| question.given(name).unwrap_or_else(|| panic!("falta {name}"));
    let level = question.level();
    match question.family().key {
        "cadena" => chain(&given, level),
        "medida" => measured(&given, level),
        "descenso" => descent(&given, level),
        "sigmoide" => {
            let z = given("z");
            let middle = if level == 3 { vec![sigma(-z)] } else { vec![] };
            [vec![sigma(z)], middle, vec![slope(sigma, z)]].concat()
        }
        "neurona" if level == 3 => {
            let z = array![given("x1"), given("x2")].dot(&array![given("w1"), given("w2")]) + given("b");
            vec![z, sigma(z)]
        }
        "neurona" => {
            let z = given("w").mul_add(given("x"), given("b"));
            vec![z, sigma(z)]
        }
        "factores" => factors(&given, level),
        "paso" => weight_step(&given, level),
        "adelante" => forward(&given, level),
        "delta_salida" => output_delta(&given, level),
        "peso" => weight(question),
        "delta_oculta" => hidden_delta(&given, level),
        "actualizacion" => update(&given, level),
        "formas" => shapes(&given, level),
        "alfa" => alpha(&given, level),
        other => panic!("{other} no tiene oráculo"),
    }
}

fn chain(given: &impl Fn(&str) -> f64, level: u8) -> Vec<f64> {
    let (a, b, x, n) = (given("a"), given("b"), given("x"), given("n") as i32);
    let inner = |x: f64| if level == 3 { (a * x).mul_add(x, b) } else { a.mul_add(x, b) };
    let outer = |u: f64| u.powi(n);
    vec![inner(x), slope(inner, x), slope(outer, inner(x)), slope(|x| outer(inner(x)), x)]
}

fn measured(given: &impl Fn(&str) -> f64, level: u8) -> Vec<f64> {
    let (a, x, h, n) = (given("a"), given("x"), given("h"), given("n"));
    let f = |x: f64| a * x.abs().powf(n) * if n == 3.0 { x.signum() } else { 1.0 };
    let measured = central_difference(f, x, h);
    let mut values = vec![f(x + h), f(x - h), measured];
    if level == 3 {
        values.push(a * h * h); // lo que le sobra a una cúbica: de Taylor, h²·f‴/6
    }
    values
}

fn descent(given: &impl Fn(&str) -> f64, level: u8) -> Vec<f64> {
    let (a, alpha) = (given("a"), given("alpha"));
    match level {
        1 => {
            let loss = |theta: f64| a * theta * theta;
            let g = slope(loss, given("theta"));
            let next = given("theta") - alpha * g;
            vec![g, next, loss(next)]
        }
        2 => {
            let (t1, t2, b) = (given("theta1"), given("theta2"), given("b"));
            let loss = |t1: f64, t2: f64| a * t1 * t1 + b * t2;
            let (g1, g2) = (slope(|t| loss(t, t2), t1), slope(|t| loss(t1, t), t2));
            vec![g1, g2, t1 - alpha * g1, t2 - alpha * g2]
        }
        _ => {
            let b = given("b");
            let loss = |theta: f64| a * theta * theta + b * theta;
            let first = given("theta");
            let g0 = slope(loss, first);
            let second = first - alpha * g0;
            let g1 = slope(loss, second);
            vec![g0, second, g1, second - alpha * g1]
        }
    }
}

fn factors(given: &impl Fn(&str) -> f64, level: u8) -> Vec<f64> {
    let (x, y) = (given("x"), given("y"));
    let (w, b) = if level == 1 { (0.0, logit(given("a"))) } else { (given("w"), given("b")) };
    let z = |w: f64, b: f64| x * w + b;
    let loss = |w: f64, b: f64| half_square(y, sigma(z(w, b)));
    let a = sigma(z(w, b));
    let mut values = if level == 1 { vec![] } else { vec![z(w, b), a] };
    values.extend([slope(|a| half_square(y, a), a), slope(sigma, z(w, b)), slope(|w| z(w, b), w), slope(|w| loss(w, b), w)]);
    if level == 3 {
        values.push(slope(|b| loss(w, b), b));
    }
    values
}

fn weight_step(given: &impl Fn(&str) -> f64, level: u8) -> Vec<f64> {
    let (w, alpha) = (given("w"), given("alpha"));
    if level == 1 {
        let gradient = given("dz_dw") * (given("da_dz") * given("dl_da"));
        return vec![gradient, w - alpha * gradient];
    }
    let (x, y) = (given("x"), given("y"));
    let b = if level == 2 { logit(given("a")) - w * x } else { given("b") };
    let loss = |w: f64, b: f64| half_square(y, sigma(x * w + b));
    let (dw, db) = (slope(|w| loss(w, b), w), slope(|b| loss(w, b), b));
    let step = vec![dw, w - alpha * dw];
    if level == 2 { step } else { [vec![sigma(x * w + b)], step, vec![b - alpha * db]].concat() }
}

/// Con la red de la biblioteca.
fn forward(given: &impl Fn(&str) -> f64, level: u8) -> Vec<f64> {
    let mut net = Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(1));
    net.layers[0].w = array![[given("w11"), given("w12")], [given("w21"), given("w22")]];
    net.layers[0].b = array![given("b1"), given("b2")];
    net.layers[1].w = array![[given("v1")], [given("v2")]];
    net.layers[1].b = array![given("c")];
    let pass = net.forward(&array![[given("x1"), given("x2")]]);
    let [z, a] = [&pass.z, &pass.a].map(|values| [values[0][[0, 0]], values[0][[0, 1]], values[1][[0, 0]]]);
    let mut values = vec![z[0], z[1], a[0], a[1], z[2], a[2]];
    if level == 3 {
        values.push(pass.loss(&array![[given("y")]]));
    }
    values
}

fn output_delta(given: &impl Fn(&str) -> f64, level: u8) -> Vec<f64> {
    let delta = |y: f64, z: f64| slope(|z| half_square(y, sigma(z)), z);
    if level == 3 {
        let (z1, z2) = (logit(given("a1")), logit(given("a2")));
        let (y1, y2) = (given("y1"), given("y2"));
        let both = slope(|b| half_square(y1, sigma(z1 + b)) + half_square(y2, sigma(z2 + b)), 0.0);
        return vec![delta(y1, z1), delta(y2, z2), both];
    }
    let y = given("y");
    let (z, first) = if level == 1 {
        (logit(given("a")), vec![])
    } else {
        let z = given("a1") * given("v1") + given("a2") * given("v2") + given("c");
        (z, vec![z, sigma(z)])
    };
    [first, vec![slope(|a| half_square(y, a), sigma(z)), slope(sigma, z), delta(y, z)]].concat()
}

/// Con una J que tiene esos δ: lineal en cada z, con pendiente δ.
fn weight(question: &Question) -> Vec<f64> {
    let pairs: Vec<_> = ["1", "2", "3", "4"]
        .iter()
        .filter_map(|i| Some((question.given(&format!("a{i}"))?, question.given(&format!("d{i}"))?)))
        .collect();
    let loss = |w: f64, b: f64| pairs.iter().map(|(a, delta)| delta * (w * a + b)).sum::<f64>();
    let mut values: Vec<f64> = match pairs.len() {
        1 => vec![],
        _ => pairs.iter().map(|(a, delta)| slope(|w| delta * w * a, 0.5)).collect(),
    };
    values.extend([slope(|w| loss(w, 0.5), 0.5), slope(|b| loss(0.5, b), 0.5)]);
    values
}

fn hidden_delta(given: &impl Fn(&str) -> f64, level: u8) -> Vec<f64> {
    let one = |a: f64, w: f64, delta: f64| [slope(|a| delta * w * a, a), slope(|z| delta * w * sigma(z), logit(a))];
    match level {
        1 => one(given("a1"), given("w1"), given("d1")).to_vec(),
        2 => {
            let delta = given("d1");
            [one(given("a1"), given("w1"), delta), one(given("a2"), given("w2"), delta)].concat()
        }
        _ => {
            let z = given("z");
            let next = |a: f64| given("d1") * given("w1") * a + given("d2") * given("w2") * a;
            vec![sigma(z), slope(next, sigma(z)), slope(|z| next(sigma(z)), z)]
        }
    }
}

fn update(given: &impl Fn(&str) -> f64, level: u8) -> Vec<f64> {
    let alpha = given("alpha");
    let moved = |name: &str, gradient: f64| -alpha.mul_add(gradient, -given(name));
    match level {
        1 => vec![moved("w1", given("dw1")), moved("b", given("db"))],
        2 => vec![moved("w1", given("dw1")), moved("w2", given("dw2")), moved("b", given("db"))],
        _ => {
            let z = |w1: f64, w2: f64, b: f64| given("d1") * (given("a1") * w1 + given("a2") * w2 + b);
            let (w1, w2, b) = (given("w1"), given("w2"), given("b"));
            let (g1, g2, gb) = (slope(|w| z(w, w2, b), w1), slope(|w| z(w1, w, b), w2), slope(|b| z(w1, w2, b), b));
            vec![g1, g2, moved("w1", g1), moved("w2", g2), moved("b", gb)]
        }
    }
}

/// Se construye la red y se cuenta.
fn shapes(given: &impl Fn(&str) -> f64, level: u8) -> Vec<f64> {
    let sizes = ["n", "h", "m"].map(|name| given(name) as usize);
    let net = Network::random_using(&sizes, numpy::Rand, &mut numpy::seed(1));
    let count = |number: usize| number as f64;
    let [first, second] = [&net.layers[0], &net.layers[1]];
    if level == 3 {
        let x = ndarray::Array2::zeros((given("examples") as usize, sizes[0]));
        let pass = net.forward(&x);
        let gradients = net.backward(&pass, &ndarray::Array2::zeros(pass.output().dim()));
        let counted = [pass.a[0].ncols(), second.w.nrows(), gradients.layers[1].w.nrows(), gradients.delta[0].len()];
        return counted.map(count).to_vec();
    }
    let all: usize = net.layers.iter().map(|layer| layer.w.len() + layer.b.len()).sum();
    [first.w.nrows(), first.w.len(), first.b.len() + second.b.len(), all].map(count).to_vec()
}

/// Se dan los pasos, con la derivada medida.
fn alpha(given: &impl Fn(&str) -> f64, level: u8) -> Vec<f64> {
    let (c, rate) = (given("c"), given("alpha"));
    let step = |theta: f64| theta - rate * slope(|theta| 0.5 * c * theta * theta, theta);
    let path: Vec<f64> = std::iter::successors(Some(given("theta")), |&theta| Some(step(theta))).take(12).collect();
    let ratio = path[1] / path[0];
    let (near, jumps) = (path[11].abs() / path[0].abs(), path[0] * path[1] < 0.0);
    let behaviour = match (near, jumps) {
        (near, false) if near < 1.0 => 1.0,
        (near, true) if near < 0.99 => 2.0,
        (near, true) if near < 1.01 => 3.0,
        _ => 4.0,
    };
    [vec![ratio], path[1..=usize::from(level)].to_vec(), vec![behaviour]].concat()
}

/// Lo que le sale, en los pasos de las cuentas más largas, a quien sigue con los anteriores ya redondeados.
pub fn on_paper(question: &Question, rounded: &[f64]) -> Vec<(usize, f64)> {
    let given = |name: &str| question.given(name).unwrap_or_else(|| panic!("falta {name}"));
    match (question.family().key, question.level()) {
        ("sigmoide", 3) => vec![(1, 1.0 - rounded[0]), (2, rounded[0] * (1.0 - rounded[0]))],
        ("neurona", _) => vec![(1, sigma(rounded[0]))],
        ("factores", level) if level > 1 => {
            let a = rounded[1];
            let bias = if level == 3 { vec![(6, rounded[2] * rounded[3])] } else { vec![] };
            let start = vec![(1, sigma(rounded[0])), (2, a - given("y")), (3, a * (1.0 - a))];
            [start, vec![(5, rounded[2] * rounded[3] * rounded[4])], bias].concat()
        }
        ("paso", 3) => {
            let (a, alpha) = (rounded[0], given("alpha"));
            let first = (a - given("y")) * a * (1.0 - a);
            let gradient = rounded[1];
            vec![(1, first * given("x")), (2, given("w") - alpha * gradient), (3, given("b") - alpha * first)]
        }
        ("adelante", level) => {
            let z = rounded[2] * given("v1") + rounded[3] * given("v2") + given("c");
            let loss = if level == 3 { vec![(6, half_square(given("y"), rounded[5]))] } else { vec![] };
            let hidden = vec![(2, sigma(rounded[0])), (3, sigma(rounded[1]))];
            [hidden, vec![(4, z), (5, sigma(rounded[4]))], loss].concat()
        }
        ("delta_salida", 2) => {
            let a = rounded[1];
            vec![(1, sigma(rounded[0])), (2, a - given("y")), (3, a * (1.0 - a)), (4, rounded[2] * rounded[3])]
        }
        ("delta_oculta", 3) => vec![(2, rounded[1] * rounded[0] * (1.0 - rounded[0]))],
        ("actualizacion", 3) => {
            vec![(2, given("w1") - given("alpha") * rounded[0]), (3, given("w2") - given("alpha") * rounded[1])]
        }
        _ => vec![],
    }
}
