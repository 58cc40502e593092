//! Los retos: qué hay que conseguir, qué se predice antes, cuándo está conseguido, y qué enseña.

use gradiente::Network;

use crate::json;
use crate::session::Session;
use crate::situation::{Examples, Generator, Piece};

/// Un reto. Su dirección es `laboratorio.html#reto=` y su nombre.
pub struct Challenge {
    /// El nombre que lleva su dirección.
    pub name: &'static str,
    title: &'static str,
    task: &'static str,
    question: &'static str,
    options: &'static [&'static str],
    right: usize,
    lesson: &'static str,
    /// La situación en que empieza.
    pub start: &'static str,
    met: fn(&Session) -> bool,
}

/// Los retos, en el orden en que conviene intentarlos.
const CHALLENGES: [Challenge; 10] = [
    Challenge {
        name: "a-mano",
        title: "Separar a mano",
        task: "Sin entrenar: mueve los dos pesos y el sesgo de esta neurona hasta que responda OR con un error menor que 0.1.",
        question: "¿Qué mueve el sesgo?",
        options: &["La recta, de lado a lado", "La inclinación de la recta", "El color de los puntos"],
        right: 0,
        lesson: "Los pesos dicen hacia dónde mira la recta y el sesgo la desplaza. Entrenar es hacer esto mismo, pero siguiendo \
                 el gradiente en lugar del ojo.",
        start: "compuerta=or&ocultas=",
        met: |session| by_hand(session) && session.situation().hidden.is_empty() && session.progress().learned(),
    },
    Challenge {
        name: "and",
        title: "AND, con una sola neurona",
        task: "Entrena hasta que responda AND con un error menor que 0.1, sin ninguna capa oculta.",
        question: "¿Podrá una neurona sola?",
        options: &["Sí: una recta basta", "No: hace falta una capa oculta"],
        right: 0,
        lesson: "Una neurona separa el plano con una recta, y a AND le basta una. Por eso no necesita ninguna capa oculta.",
        start: "compuerta=and&ocultas=&hasta=5000",
        met: |session| {
            gate(session, "and")
                && session.situation().hidden.is_empty()
                && epochs(session) > 0
                && session.progress().learned()
        },
    },
    Challenge {
        name: "tres-de-cuatro",
        title: "XOR, con una sola neurona",
        task: "Esta red no tiene capa oculta. Consigue, a mano o entrenando, todos los aciertos que se pueda.",
        question: "¿Cuántos aciertos, como mucho?",
        options: &["Dos", "Tres", "Los cuatro"],
        right: 1,
        lesson: "Ninguna recta deja a un lado (0, 1) y (1, 0) y al otro (0, 0) y (1, 1): tres de cuatro es lo máximo. Y el \
                 descenso ni siquiera llega ahí, porque no cuenta aciertos: baja la pérdida, y se queda en ½ para todos.",
        start: "compuerta=xor&ocultas=",
        met: |session| gate(session, "xor") && session.situation().hidden.is_empty() && session.progress().right == 3,
    },
    Challenge {
        name: "xor",
        title: "XOR, con dos neuronas ocultas",
        task: "Entrena hasta que responda XOR con un error menor que 0.1.",
        question: "¿Qué aprenderá primero?",
        options: &["Las cuatro respuestas a la vez", "A decir «o», y después a separar (1, 1)", "El (0, 0)"],
        right: 1,
        lesson: "Primero una neurona aprende a decir «o», que ya acierta tres; la segunda línea llega después, y quita (1, 1). \
                 Dos rectas, y una salida que las combina: eso es lo que faltaba.",
        start: "compuerta=xor",
        met: |session| {
            gate(session, "xor") && session.situation().hidden == [2] && epochs(session) > 0 && session.progress().learned()
        },
    },
    Challenge {
        name: "semilla-11",
        title: "Sacar de ahí a la semilla 11",
        task: "Este comienzo no aprende XOR. Sin cambiar la semilla ni la red, consigue que aprenda.",
        question: "¿Bastará con entrenar el doble?",
        options: &["Sí, es cuestión de paciencia", "No: hay que moverla de donde está"],
        right: 1,
        lesson: "En esa cuesta la pérdida baja para siempre, y casi nada: más épocas no la sacan. Un peso cambiado a mano la \
                 pone en otra cuesta, y desde ahí el mismo descenso llega.",
        start: "compuerta=xor&semilla=11&recorrido=10000",
        met: |session| {
            let situation = session.situation();
            let same = situation.seed == 11 && situation.generator == Generator::Numpy && situation.hidden == [2];
            same && gate(session, "xor") && session.progress().learned()
        },
    },
    Challenge {
        name: "alfa",
        title: "La α que lo rompe",
        task: "Con la semilla 42, busca una tasa de aprendizaje tan grande que XOR no se aprenda en 1000 épocas o más.",
        question: "¿Desde qué α dejará de aprender?",
        options: &["Alrededor de 1", "Bastante más de 10", "Ninguna lo rompe"],
        right: 1,
        lesson: "Con pasos enormes las neuronas saltan a donde σ es plana, y allí el gradiente casi no existe. Una α mayor no es \
                 siempre más rápida: pasado un punto, deja de aprender.",
        start: "compuerta=xor",
        met: |session| {
            let situation = session.situation();
            let same = situation.seed == 42 && situation.hidden == [2] && gate(session, "xor");
            let hand = situation.trail.iter().any(|piece| matches!(piece, Piece::Weight(..)));
            same && !hand && situation.alpha_now() > 5.0 && epochs(session) >= 1000 && !session.progress().learned()
        },
    },
    Challenge {
        name: "gradiente",
        title: "El gradiente que no llega",
        task: "Añade capas y neuronas hasta que el gradiente de la primera capa sea mil veces menor que el de la salida.",
        question: "¿A qué capa le llega menos?",
        options: &["A la primera", "A la del medio", "A la última"],
        right: 0,
        lesson: "Hacia atrás, cada capa multiplica por sus pesos y por a (1 − a), que nunca pasa de ¼. Tras unas cuantas, a la \
                 primera casi no le llega nada: por eso las redes profundas usan ReLU y otros comienzos.",
        start: "compuerta=xor",
        met: |session| faded(session, &session.net) >= 1000.0,
    },
    Challenge {
        name: "apagada",
        title: "Apagar una neurona",
        task: "Cambia a mano un peso o un sesgo hasta que una neurona oculta responda lo mismo, 0 o 1, a todos los ejemplos.",
        question: "¿Qué le pasará al gradiente de sus pesos?",
        options: &["Crecerá", "Seguirá igual", "Será casi cero"],
        right: 2,
        lesson: "Donde σ es plana, a (1 − a) es casi cero, y todo lo que se multiplica por él también. Una neurona saturada no \
                 aprende: habría que sacarla de ahí.",
        start: "compuerta=xor&recorrido=2000",
        met: |session| {
            let hand = session.situation().trail.iter().any(|piece| matches!(piece, Piece::Weight(..)));
            hand && saturated(session)
        },
    },
    Challenge {
        name: "gemelas",
        title: "Dos neuronas gemelas",
        task: "Las dos neuronas ocultas empiezan con los mismos pesos. Entrena 1000 épocas o más, y mira sus mapas.",
        question: "¿Acabarán distintas?",
        options: &["Sí, cada una aprenderá lo suyo", "No: seguirán iguales para siempre"],
        right: 1,
        lesson: "Lo que empieza igual recibe el mismo gradiente y sigue igual: dos neuronas gemelas valen por una. Por eso los \
                 pesos empiezan al azar.",
        start: "compuerta=xor&recorrido=p1.0.1:0.5,p1.1.1:0.9,p1.2.1:0.4,p1.0.2:0.5,p1.1.2:0.9,p1.2.2:0.4,p2.1.1:0.7,p2.2.1:0.7",
        met: |session| epochs(session) >= 1000 && twins(&session.net) && !session.progress().learned(),
    },
    Challenge {
        name: "contradiccion",
        title: "Dos respuestas para lo mismo",
        task: "En el centro hay dos ejemplos iguales que piden cosas distintas. Entrena 500 épocas o más.",
        question: "¿Qué responderá en el centro?",
        options: &["0", "Cerca de ½", "1"],
        right: 1,
        lesson: "Con ½ la suma de los dos errores al cuadrado es la menor posible, y ahí se queda. Cuando los datos se \
                 contradicen, ninguna red acierta en todo: hay que mirar los datos.",
        start: "puntos=0.1,0.1,0_0.9,0.9,1_0.5,0.5,0_0.5,0.5,1&ocultas=2",
        met: |session| epochs(session) >= 500 && halved(session),
    },
];

/// El reto que se llama `name`.
///
/// # Errors
///
/// Si no hay ninguno.
pub fn find(name: &str) -> Result<&'static Challenge, String> {
    CHALLENGES.iter().find(|challenge| challenge.name == name).ok_or_else(|| format!("No hay ningún reto «{name}»."))
}

/// ¿Está conseguido el reto `name`?
pub fn met(name: &str, session: &Session) -> bool {
    find(name).is_ok_and(|challenge| (challenge.met)(session))
}

/// Todos, para la página.
///
/// ```
/// let all = web::ask("retos");
/// assert!(all.contains(r#""nombre":"semilla-11""#) && all.matches("nombre").count() >= 8);
/// ```
pub fn all() -> String {
    let text = |text: &str| json::text(text);
    let one = |challenge: &Challenge| {
        json::object([
            ("nombre", text(challenge.name)),
            ("titulo", text(challenge.title)),
            ("tarea", text(challenge.task)),
            ("pregunta", text(challenge.question)),
            ("opciones", json::list(challenge.options.iter().map(|option| text(option)))),
            ("acierto", challenge.right.to_string()),
            ("ensena", text(challenge.lesson)),
        ])
    };
    json::object([("retos", json::list(CHALLENGES.iter().map(one)))])
}

fn gate(session: &Session, name: &str) -> bool {
    matches!(session.situation().examples, Examples::Gate(gate) if gate == name)
}

fn epochs(session: &Session) -> usize {
    session.situation().done().0
}

fn by_hand(session: &Session) -> bool {
    session.situation().done() == (0, 0)
}

/// Cuántas veces menor es el gradiente de la primera capa de `net` que el de su salida, con los ejemplos de la sesión.
pub fn faded(session: &Session, net: &Network) -> f64 {
    let gradients = net.backward(&net.forward(&session.x), &session.y);
    let norms: Vec<f64> = gradients.layers.iter().map(|layer| layer.norm()).collect();
    norms[norms.len() - 1] / norms[0]
}

/// ¿Responde alguna neurona oculta lo mismo, 0 o 1, a todos los ejemplos?
pub fn saturated(session: &Session) -> bool {
    let forward = session.net.forward(&session.x);
    let hidden = &forward.a[..forward.a.len() - 1];
    let flat = |a: f64| !(0.01..=0.99).contains(&a);
    hidden.iter().flat_map(|a| a.columns()).any(|a| a.iter().all(|a| flat(*a)))
}

/// ¿Son iguales, de entrada a salida, dos neuronas de la primera capa?
fn twins(net: &Network) -> bool {
    let first = &net.layers[0];
    let equal = |a: f64, b: f64| (a - b).abs() < 1e-9;
    let same =
        |i: usize, j: usize| equal(first.b[i], first.b[j]) && first.w.rows().into_iter().all(|row| equal(row[i], row[j]));
    (0..first.b.len()).any(|i| (i + 1..first.b.len()).any(|j| same(i, j)))
}

/// ¿Responde cerca de ½ a dos ejemplos iguales que piden cosas distintas?
fn halved(session: &Session) -> bool {
    let outputs = session.progress().outputs;
    contradiction(session).is_some_and(|(i, j)| [i, j].iter().all(|&i| (outputs[i] - 0.5).abs() < 0.1))
}

/// Dos ejemplos en el mismo sitio que piden respuestas distintas.
pub fn contradiction(session: &Session) -> Option<(usize, usize)> {
    let n = session.x.nrows();
    let pairs = (0..n).flat_map(|i| (i + 1..n).map(move |j| (i, j)));
    pairs
        .into_iter()
        .find(|&(i, j)| session.x.row(i) == session.x.row(j) && (session.y[[i, 0]] >= 0.5) != (session.y[[j, 0]] >= 0.5))
}
