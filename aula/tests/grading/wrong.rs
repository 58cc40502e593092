//! Respuestas equivocadas de las de siempre: seis por ejercicio.

use crate::class::Entry;

/// Los ejercicios que van mal en la mitad de las entregas; en la otra mitad van mal los demás.
pub const HALVES: [&[&str]; 2] =
    [&["cadena", "sigmoide", "forward", "entrenar"], &["numerica", "neurona", "backward", "entrenar_hasta", "errores"]];

/// Por ejercicio, qué se cambia por qué en la solución.
const MISTAKES: [(&str, [(&str, &str); 6]); 9] = [
    (
        "cadena",
        [
            ("df_du * du_dx", "df_du"),          // falta el factor de dentro
            ("df_du * du_dx", "-df_du * du_dx"), // signo
            ("3.0 * u.powi(2)", "3.0 * u"),      // exponente
            ("3.0 * u.powi(2)", "u.powi(2)"),    // falta el 3
            ("2.0 * x - 5.0", "2.0 * x + 5.0"),  // signo dentro
            ("df_du * du_dx", "u.powi(3)"),      // la función, sin derivar
        ],
    ),
    (
        "numerica",
        [
            ("(f(x + h) - f(x - h)) / (2.0 * h)", "(f(x + h) - f(x)) / h"), // diferencia hacia delante
            ("/ (2.0 * h)", "/ h"),
            ("f(x + h) - f(x - h)", "f(x - h) - f(x + h)"),
            ("(f(x + h) - f(x - h)) / (2.0 * h)", "(f(x) - f(x - h)) / h"),
            ("1e-5", "1e-16"),
            ("(f(x + h) - f(x - h)) / (2.0 * h)", "f(x + h) - f(x - h) / (2.0 * h)"), // faltan paréntesis
        ],
    ),
    (
        "sigmoide",
        [
            ("(-z).exp()", "z.exp()"),
            ("a * (1.0 - a)", "sigmoid(a) * (1.0 - sigmoid(a))"), // z en lugar de a
            ("1.0 / (1.0 + (-z).exp())", "1.0 / (-z).exp()"),
            ("1.0 / (1.0 + (-z).exp())", "z.exp() / (1.0 + z.exp())"), // se desborda en NaN
            ("a * (1.0 - a)", "a * (a - 1.0)"),
            ("a * (1.0 - a)", "1.0 - a"),
        ],
    ),
    (
        "neurona",
        [
            ("w - alpha * dl_dw", "w + alpha * dl_dw"), // suma en lugar de restar
            ("x * w + b", "x * w"),                     // sesgo olvidado
            ("b - alpha * dl_db", "b"),                 // el sesgo no aprende
            ("dl_da * da_dz * x", "dl_da * x"),         // falta un factor
            ("-(y - a)", "-1.0"),                       // la derivada de otra pérdida
            ("a * (1.0 - a)", "z * (1.0 - z)"),         // z en lugar de a
        ],
    ),
    (
        "forward",
        [
            ("x.dot(w1) + b1", "x.dot(w1)"),
            ("a1.dot(w2) + b2", "a1.dot(w2)"),
            ("(x.dot(w1) + b1).mapv(gradiente::sigmoid)", "x.dot(w1) + b1"),
            ("x.dot(w1)", "x.dot(&w1.t())"), // matriz traspuesta
            ("(a1, a2)", "(a2, a1)"),
            ("a1.dot(w2)", "x.dot(w2)"),
        ],
    ),
    (
        "backward",
        [
            ("(a2 - y)", "(y - a2)"),                                                                 // signo
            ("a1.t().dot(&delta2)", "(a1.t().dot(&delta2) / x.nrows() as f64)"), // media en lugar de suma
            ("delta2.dot(&w2.t()) * a1 * (1.0 - a1)", "delta2.dot(&w2.t())"),    // falta σ′
            ("x.t().dot(&delta1)", "delta1.t().dot(x)"),                         // traspuesta
            ("* a2 * (1.0 - a2)", "* a2.mapv(|a| { let s = gradiente::sigmoid(a); s * (1.0 - s) })"), // z en lugar de a
            ("delta1.sum_axis(Axis(0))", "delta1.mean_axis(Axis(0)).unwrap()"),
        ],
    ),
    (
        "entrenar",
        [
            ("net.update(&gradients, alpha);", ""), // no actualiza
            ("0..epochs", "1..=epochs"),            // una época corrida
            ("epoch % 1000 == 0", "epoch % 100 == 0"),
            ("net.update(&gradients, alpha);", "net.update(&gradients, -alpha);"),
            ("0..epochs", "0..=epochs"),
            ("forward.mean_abs_error(y)", "forward.loss(y)"),
        ],
    ),
    (
        "entrenar_hasta",
        [
            ("break;", ""),                                                                       // no para
            ("loss < goal", "loss > goal"),                                                       // para al revés
            ("forward.loss(y)", "forward.mean_abs_error(y)"), // el error, y no la pérdida
            ("losses.push(loss);", "if loss >= goal { losses.push(loss); }"), // no anota la última
            ("let loss =", "net.update(&net.backward(&forward, y), alpha);\n        let loss ="), // actualiza antes de parar
            ("0..epochs", "0..=epochs"),
        ],
    ),
    (
        "errores",
        [
            ("x.dot(w) + b", "x.dot(w)"), // sin encontrar el primero…
            ("w - step", "w + step"),     // … el segundo…
            ("gradiente::sigmoid_derivative(gradiente::sigmoid(z))", "gradiente::sigmoid_derivative(z)"), // … ni el tercero
            ("x.dot(w) + b", "x.dot(w) - b"),
            ("w - step", "step - w"),
            ("gradiente::sigmoid_derivative(gradiente::sigmoid(z))", "gradiente::sigmoid(z)"),
        ],
    ),
];

/// La entrega con el error número `number` en los ejercicios de una mitad.
pub fn entry(number: usize, half: &[&str]) -> Entry {
    let mistakes = MISTAKES.iter().filter(|(exercise, _)| half.contains(exercise));
    mistakes.fold(Entry::solved(), |entry, (exercise, changes)| {
        let (from, to) = changes[number];
        entry.replace(exercise, from, to)
    })
}
