//! Los errores que conocen los ejercicios de la lección: se comete cada uno, y la prueba dice su nombre.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::class::{POINTS, project};
use crate::engine::{Answers, course, examine, graded, solution};

/// Qué se cambia por qué en la solución, y cómo se llama ese error.
type Mistake = (&'static str, &'static str, &'static str);

/// Los de cada ejercicio.
const MISTAKES: [(&str, &[Mistake]); 9] = [
    (
        "cadena",
        &[
            ("df_du * du_dx", "df_du", "te falta la derivada de la función interior, que es 2"),
            ("u.powi(2)", "u", "al derivar u³ queda 3u²: la función interior va al cuadrado"),
            ("3.0 * u.powi(2)", "u.powi(2)", "te falta el 3: la derivada de u³ es 3u²"),
            ("2.0 * x - 5.0", "2.0 * x + 5.0", "la función interior es 2x − 5, y no 2x + 5"),
            ("df_du * du_dx", "u.powi(3)", "eso es la función, (2x − 5)³: falta derivarla"),
            (
                "3.0 * u.powi(2);\n    let du_dx = 2.0;\n    df_du * du_dx",
                "3.0 * 2.0_f64.powi(2);\n    df_du",
                "derivaste las dos a la vez: la exterior se deriva en u, y u vale 2x − 5",
            ),
            ("df_du * du_dx", "df_du * 2.0 * x", "la derivada de 2x − 5 es 2, y no 2x"),
        ],
    ),
    (
        "numerica",
        &[
            ("/ (2.0 * h)", "/ h", "divides por h, y la distancia entre los dos puntos es 2h"),
            ("f(x + h) - f(x - h)", "f(x - h) - f(x + h)", "restas al revés: primero va f(x + h)"),
            (
                "(f(x + h) - f(x - h)) / (2.0 * h)",
                "(f(x + h) - f(x)) / h",
                "solo miras a la derecha de x: la diferencia centrada mira también a la izquierda, f(x − h)",
            ),
            (
                "(f(x + h) - f(x - h)) / (2.0 * h)",
                "(f(x) - f(x - h)) / h",
                "solo miras a la izquierda de x: la diferencia centrada mira también a la derecha, f(x + h)",
            ),
            (
                "(f(x + h) - f(x - h)) / (2.0 * h)",
                "f(x + h) - f(x - h) / (2.0 * h)",
                "faltan los paréntesis de la resta: se divide f(x + h) − f(x − h), entera",
            ),
            ("1e-5", "1e-17", "tu h es tan pequeño que x + h es x: prueba con 1e-5"),
            ("/ (2.0 * h)", "/ 2.0 * h", "faltan los paréntesis: todo se divide por (2.0 * h)"),
            ("/ (2.0 * h)", "/ 2.0", "divides por 2, y falta h: la distancia entre los dos puntos es 2h"),
        ],
    ),
    (
        "sigmoide",
        &[
            ("1.0 / (1.0 + (-z).exp())", "1.0 / (-z).exp()", "falta el 1 del denominador"),
            ("(-z).exp()", "z.exp()", "el exponente lleva signo menos: e elevado a −z"),
            ("1.0 / (1.0 + (-z).exp())", "z.tanh()", "eso es la tangente hiperbólica: la sigmoide es 1 / (1 + e⁻ᶻ)"),
            (
                "a * (1.0 - a)",
                "sigmoid(a) * (1.0 - sigmoid(a))",
                "el argumento ya es la activación: no le apliques la sigmoide otra vez",
            ),
            ("a * (1.0 - a)", "a * (a - 1.0)", "es a (1 − a), y no a (a − 1)"),
            ("a * (1.0 - a)", "1.0 - a", "te falta el factor a: la derivada es a (1 − a)"),
            ("a * (1.0 - a)", "a", "te falta el factor 1 − a: la derivada es a (1 − a)"),
            ("a * (1.0 - a)", "1.0 - a * a", "1 − a² es la derivada de la tangente hiperbólica"),
        ],
    ),
    (
        "neurona",
        &[
            (
                "(w - alpha * dl_dw, b - alpha * dl_db)",
                "(w + alpha * dl_dw, b + alpha * dl_db)",
                "sumaste el gradiente: el descenso lo resta",
            ),
            ("x * w + b", "x * w", "a z le falta el sesgo: z = x·w + b"),
            ("gradiente::sigmoid(z)", "z", "falta la sigmoide: a = σ(z)"),
            ("-(y - a)", "-1.0", "te falta la derivada de la pérdida, −(y − a)"),
            ("-(y - a)", "-2.0 * (y - a)", "la pérdida lleva un ½, que se va con el 2 al derivar: no multipliques por 2"),
            ("a * (1.0 - a)", "z * (1.0 - z)", "σ′ se calcula con la activación, a (1 − a), y no con z"),
            (
                "a * (1.0 - a)",
                "gradiente::sigmoid(a) * (1.0 - gradiente::sigmoid(a))",
                "le aplicaste la sigmoide dos veces: a ya es σ(z)",
            ),
            ("a * (1.0 - a)", "1.0", "te falta la derivada de la sigmoide, a (1 − a)"),
            ("dl_da * da_dz * x", "dl_da * da_dz", "te falta el tercer factor, ∂z/∂w, que es x"),
            ("dl_da * da_dz;", "dl_da * da_dz * x;", "el tercer factor del sesgo es 1, y no x"),
            (
                "(w - alpha * dl_dw, b - alpha * dl_db)",
                "(w - dl_dw, b - dl_db)",
                "falta multiplicar por α, la tasa de aprendizaje",
            ),
            (
                "(w - alpha * dl_dw, b - alpha * dl_db)",
                "(w - alpha * alpha * dl_dw, b - alpha * alpha * dl_db)",
                "multiplicaste dos veces por α",
            ),
            ("(w - alpha * dl_dw,", "(w,", "el peso no cambió: al anterior se le resta α por el gradiente"),
            ("b - alpha * dl_db)", "b)", "el sesgo no cambió: también aprende"),
        ],
    ),
    (
        "forward",
        &[
            ("x.dot(w1) + b1", "x.dot(w1)", "a z1 le falta el sesgo: z1 = x·w1 + b1"),
            ("x.dot(w1) + b1", "x.dot(w1) - b1", "el sesgo se suma, y aquí se restó"),
            ("(x.dot(w1) + b1).mapv(gradiente::sigmoid)", "x.dot(w1) + b1", "a a1 le falta la sigmoide: a1 = σ(z1)"),
            ("x.dot(w1)", "x.dot(&w1.t())", "transpusiste w1: es x·w1, tal como viene"),
            ("(a1, a2)", "(a2, a1)", "se devuelve (a1, a2), en ese orden"),
            (
                "(x.dot(w1) + b1).mapv(gradiente::sigmoid)",
                "(x.dot(w1) + b1).mapv(gradiente::sigmoid).mapv(gradiente::sigmoid)",
                "aplicaste la sigmoide dos veces",
            ),
            ("a1.dot(w2) + b2", "a1.dot(w2)", "a z2 le falta el sesgo: z2 = a1·w2 + b2"),
            ("(a1.dot(w2) + b2).mapv(gradiente::sigmoid)", "a1.dot(w2) + b2", "a a2 le falta la sigmoide: a2 = σ(z2)"),
            ("a1.dot(w2)", "x.dot(w2)", "a2 sale de a1, y no de x"),
            (
                "(x.dot(w1) + b1).mapv(gradiente::sigmoid)",
                "x.dot(w1) + b1",
                "a2 sale de z1: entre las dos capas falta la sigmoide",
            ),
            ("x.dot(w1) + b1", "x.dot(w1)", "a la a1 de la que sale le falta el sesgo b1"),
            ("x.dot(w1)", "x.dot(&w1.t())", "la a1 de la que sale tiene w1 transpuesta"),
        ],
    ),
    (
        "backward",
        &[
            ("(a2 - y)", "(y - a2)", "todos los signos al revés: δ2 lleva (a2 − y), que es −(y − a2)"),
            ("(a2 - y)", "(y - a2)", "todos los signos al revés: mira el de δ2"),
            (
                "a2 * (1.0 - a2);",
                "a2 * (1.0 - a2) / x.nrows() as f64;",
                "promediaste los ejemplos: J es una suma, y el gradiente también",
            ),
            (" * a2 * (1.0 - a2)", "", "a δ2 le falta la derivada de la sigmoide, a2 (1 − a2)"),
            (" * a2 * (1.0 - a2)", "", "la δ2 de la que sale no tiene la derivada de la sigmoide, a2 (1 − a2)"),
            (
                "* a2 * (1.0 - a2)",
                "* a2.mapv(|a| { let s = gradiente::sigmoid(a); s * (1.0 - s) })",
                "a2 ya es una activación: su derivada es a2 (1 − a2), sin otra sigmoide",
            ),
            ("a1.t().dot(&delta2)", "x.t().dot(&delta2)", "dw2 sale de lo que entra en la capa de salida, a1, y no de x"),
            ("(a2 - y)", "2.0 * (a2 - y)", "la pérdida lleva un ½, que se va con el 2 al derivar: no multipliques por 2"),
            ("a1.t().dot(&delta2)", "delta2.t().dot(a1)", "está transpuesta: dw2 tiene la forma de w2"),
            (
                "delta2.sum_axis(Axis(0))",
                "delta2.sum_axis(Axis(1))",
                "sumaste las columnas: se suman las filas, con `Axis(0)`",
            ),
            (" * a1 * (1.0 - a1)", "", "a δ1 le falta la derivada de la sigmoide, a1 (1 − a1)"),
            (
                "delta2.dot(&w2.t()) * a1 * (1.0 - a1)",
                "a1 * (1.0 - a1) * delta2",
                "a δ1 le falta w2: el error vuelve a la capa oculta por sus pesos",
            ),
            (
                "* a1 * (1.0 - a1)",
                "* a1.mapv(|a| { let s = gradiente::sigmoid(a); s * (1.0 - s) })",
                "a1 ya es una activación: su derivada es a1 (1 − a1), sin otra sigmoide",
            ),
            (
                "* a1 * (1.0 - a1)",
                "* a2 * (1.0 - a2)",
                "la derivada de δ1 es la de la capa oculta: a1 (1 − a1), y no a2 (1 − a2)",
            ),
            ("x.t().dot(&delta1)", "a1.t().dot(&delta1)", "dw1 sale de lo que entra en la capa oculta, x, y no de a1"),
            ("x.t().dot(&delta1)", "delta1.t().dot(x)", "está transpuesta: dw1 es xᵀ·δ1, y no δ1ᵀ·x"),
        ],
    ),
    (
        "entrenar",
        &[
            ("net.update(&gradients, alpha);", "", "no se actualiza la red: falta `net.update`"),
            (
                "net.update(&gradients, alpha);",
                "net.update(&gradients, -alpha);",
                "la red sube por la pendiente: update ya resta, así que alpha va sin cambiar de signo",
            ),
            (
                "let forward = net.forward(x);\n",
                "let gradients = net.backward(&net.forward(x), y);\n        net.update(&gradients, alpha);\n        \
                 let forward = net.forward(x);\n        if epoch % 1000 == 0 {\n            \
                 errors.push(forward.mean_abs_error(y));\n        }\n        continue;\n",
                "mides el error después de actualizar, y se mide antes",
            ),
            ("if epoch % 1000 == 0", "if true", "anotas todas las épocas, y son solo las múltiplos de 1000"),
            ("% 1000 == 0", "% 100 == 0", "anotas una de cada cien épocas, y son solo las múltiplos de 1000"),
            ("0..epochs", "1..=epochs", "empiezas a contar en la época 1, y la primera es la 0"),
            (
                "forward.mean_abs_error(y)",
                "forward.loss(y)",
                "anotas la pérdida, y se pide el error medio, `forward.mean_abs_error(y)`",
            ),
            (
                "net.update(&gradients, alpha);",
                "net.update(&gradients, alpha * alpha);",
                "multiplicaste dos veces por α: update ya multiplica",
            ),
            (
                "net.update(&gradients, alpha);",
                "net.update(&gradients, alpha);\n        let again = net.forward(x);\n        \
                 net.update(&net.backward(&again, y), alpha);",
                "actualizas la red dos veces en cada época",
            ),
            ("0..epochs", "0..=epochs", "haces una época de más: de 0 a epochs − 1 son `0..epochs`"),
            ("0..epochs", "0..epochs - 1", "haces una época de menos: de 0 a epochs − 1 son `0..epochs`"),
        ],
    ),
    (
        "entrenar_hasta",
        &[
            (
                "let forward = net.forward(x);\n",
                "let gradients = net.backward(&net.forward(x), y);\n        net.update(&gradients, alpha);\n        \
                 let forward = net.forward(x);\n        losses.push(forward.loss(y));\n        continue;\n",
                "mides la pérdida después de actualizar, y se mide antes",
            ),
            (
                "losses.push(loss);",
                "losses.push(forward.mean_abs_error(y));",
                "anotas el error medio, y se pide la pérdida, `forward.loss(y)`",
            ),
            ("0..epochs", "0..=epochs", "haces una época de más: de 0 a epochs − 1 son `0..epochs`"),
            ("0..epochs", "1..epochs", "haces una época de menos: de 0 a epochs − 1 son `0..epochs`"),
            ("net.update(&gradients, alpha);", "", "la red no se actualiza: falta `net.update`"),
            ("loss < goal", "loss > goal", "paras cuando la pérdida es mayor que la meta, y es al revés"),
            (
                "losses.push(loss);",
                "if loss >= goal { losses.push(loss); }",
                "la pérdida que alcanza la meta también se anota: primero `push`, después `break`",
            ),
            (
                "if loss < goal",
                "if losses.len() > 1 && losses[losses.len() - 2] < goal",
                "paras una época tarde: se decide con la pérdida que se acaba de medir",
            ),
            ("break;", "", "no paras: falta `break` cuando la pérdida es menor que la meta"),
            (
                "if loss < goal",
                "if forward.mean_abs_error(y) < goal",
                "comparas con la meta el error medio, y es la pérdida, `forward.loss(y)`",
            ),
            (
                "if loss < goal {\n            break;\n        }\n        let gradients = net.backward(&forward, y);\n        \
                 net.update(&gradients, alpha);",
                "let gradients = net.backward(&forward, y);\n        net.update(&gradients, alpha);\n        \
                 if loss < goal {\n            break;\n        }",
                "actualizas la red antes de parar: se mide, se decide y solo entonces se actualiza",
            ),
        ],
    ),
    (
        "errores",
        &[
            (
                "x.dot(w)",
                "x.dot(&w.t())",
                "sobra la traspuesta: los pesos de una neurona son una columna de w, y así usas una fila",
            ),
            ("x.dot(w) + b", "x.dot(w)", "falta el sesgo: x·w + b"),
            ("x.dot(w) + b", "x.dot(w) - b", "el sesgo se suma, y aquí se restó"),
            ("z.mapv(gradiente::sigmoid)", "z", "falta la sigmoide"),
            ("w - step", "w + step", "sube por la pendiente: el gradiente se resta"),
            ("w - step", "step - w", "restaste al revés: al peso se le resta el paso"),
            ("w - step", "w - gradient", "falta multiplicar por α"),
            ("w - step", "step", "eso es solo el paso: se pide el peso menos el paso"),
            (
                "gradiente::sigmoid_derivative(gradiente::sigmoid(z))",
                "gradiente::sigmoid_derivative(z)",
                "gradiente::sigmoid_derivative espera la activación, σ(z), y le llegó z",
            ),
            (
                "gradiente::sigmoid_derivative(gradiente::sigmoid(z))",
                "gradiente::sigmoid(z)",
                "eso es la sigmoide, y se pide su pendiente",
            ),
            (
                "gradiente::sigmoid_derivative(gradiente::sigmoid(z))",
                "gradiente::sigmoid_derivative(gradiente::sigmoid(gradiente::sigmoid(z)))",
                "le aplicaste la sigmoide dos veces",
            ),
        ],
    ),
];

/// Lo que hay entre los errores que se dicen juntos, porque dan lo mismo.
const OR: &str = "; o bien, ";

/// La entrega número `number`: en cada ejercicio que lo tiene, el error de ese número.
fn committed(number: usize) -> Answers {
    let mistakes = MISTAKES.iter().filter_map(|(exercise, list)| Some((exercise, list.get(number)?)));
    mistakes.fold(Answers::solved(), |answers, (exercise, (from, to, _))| {
        let text = solution(exercise);
        assert!(text.contains(from), "«{from}» no está en {exercise}:\n{text}");
        answers.with(exercise, &text.replacen(from, to, 1))
    })
}

/// Los errores que conoce la prueba de un ejercicio.
fn known(exercise: &Value) -> BTreeSet<String> {
    let test = exercise["test"].as_str().expect("tiene prueba");
    let start = |call: &str| call.split('"').nth(1).map(str::to_string);
    test.split(".mistake(").skip(1).map(|call| start(call).expect("empieza por su nombre")).collect()
}

#[test]
fn every_mistake_that_is_committed_is_named() {
    let count = MISTAKES.iter().map(|(_, list)| list.len()).max().expect("hay errores");
    let keys: Vec<String> = (0..count).map(|number| number.to_string()).collect();
    let mut order = course().clone();
    let entry = |(number, key): (usize, &String)| json!({"key": key, "answers": committed(number).0});
    order["submissions"] = keys.iter().enumerate().map(entry).collect();
    order["jobs"] = 2.into();
    let (answer, said) = examine(&order);
    assert!(answer["error"].is_null(), "{answer}\n{said}");
    assert_eq!(answer["faults"], json!({}), "ninguno da lo mismo que acertar");
    let mut wrong = Vec::new();
    for ((exercise, list), (name, points)) in MISTAKES.iter().zip(POINTS) {
        assert_eq!(*exercise, name, "en el orden del curso");
        for (number, key) in keys.iter().enumerate() {
            let result = &answer["results"][key][exercise];
            let said: Vec<&str> = mistakes(result).flat_map(|said| said.split(OR)).collect();
            match list.get(number) {
                None => assert_eq!((&result["points"], said.len()), (&json!(points), 0), "{exercise}: {result}"),
                Some((_, to, sentence)) => {
                    let lost = result["points"].as_f64() < Some(points);
                    if !lost || !said.contains(sentence) || !result["report"].as_str().unwrap_or("").contains(sentence) {
                        wrong.push(format!("{exercise}, con «{to}»: no dice «{sentence}»\n{}", result["report"]));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Lo que se dice de las comprobaciones que fallan por un error conocido.
fn mistakes(result: &Value) -> impl Iterator<Item = &str> {
    let checks = result["checks"].as_array().into_iter().flatten();
    checks.filter_map(|check| check["mistake"].as_str()).filter(|said| !said.is_empty())
}

/// Ningún error se queda sin quien lo cometa: la tabla los lleva todos.
#[test]
fn every_mistake_that_is_known_is_committed() {
    let exercises = course()["exercises"].as_array().expect("hay ejercicios");
    let mut total = 0;
    for (exercise, (name, list)) in exercises.iter().zip(MISTAKES) {
        let committed: BTreeSet<String> = list.iter().map(|(_, _, sentence)| sentence.to_string()).collect();
        assert_eq!(known(exercise), committed, "{name}");
        total += committed.len();
    }
    assert!(total >= 40, "{total}");
}

/// De lo que no compila se sabe la clase: la misma que explica el cuaderno.
#[test]
fn an_answer_that_does_not_compile_says_of_which_kind() {
    let broken = Answers::solved()
        .with("cadena", "fn chain_derivative(x: f64) -> f64 { 6 * (2.0 * x - 5.0).powi(2) }")
        .with("numerica", "fn numeric_derivative(f: impl Fn(f64) -> f64, x: f64) -> f64 { f(equis) }")
        .with("sigmoide", "fn sigmoid(z: f64) -> f64 { z }\nfn sigmoid_derivative(a: f64) -> f64 { (a }")
        .with("neurona", "fn neuron_step(x: f64, w: f64, b: f64, y: f64, alpha: f64) -> (f64, f64) { \"nada\" }");
    let results = &graded(&[("rota", broken)])["rota"];
    let kind = |exercise: &str| results[exercise]["compile_error"].as_str().expect("lo lleva").to_string();
    assert_eq!(kind("cadena"), "Enteros con decimales", "{}", results["cadena"]);
    assert_eq!(kind("numerica"), "Una variable que no existe", "{}", results["numerica"]);
    assert_eq!(kind("sigmoide"), "Un paréntesis, un corchete o una llave sin cerrar", "{}", results["sigmoide"]);
    assert_eq!((kind("forward"), &results["forward"]["points"]), (String::new(), &json!(3.0)));
    let page = std::fs::read_to_string(project().join("notebooks/errores.md")).expect("está");
    for exercise in ["cadena", "numerica", "sigmoide", "neurona"] {
        assert!(page.contains(&kind(exercise)), "{exercise}: «{}» no está en la página de los errores", kind(exercise));
    }
}
