//! La biblioteca en una página.
//!
//! Una página pregunta y esto contesta, siempre con texto: [`ask`] recibe un pedido escrito como una dirección,
//! `cadena?x=1&ancho=600`, y devuelve JSON con figuras en SVG, fórmulas en MathML y números. Lo que una persona puede pedir
//! mal, o lo que traiga una dirección estropeada, vuelve como `{"problema": "…"}`, con una frase en español.
//!
//! Se lee en este orden: [`fields`] (los campos de un pedido), [`situation`] (qué red, con qué ejemplos y cuánto ha
//! aprendido), [`session`] (el entrenamiento, que avanza y retrocede), [`views`] (lo que se ve de él), [`challenge`] y
//! [`diagnosis`] (qué se ha conseguido, y por qué no), [`lesson`] (las partes vivas de la lección), [`practice`] (las
//! preguntas). `main.rs` es la puerta.

pub mod answer;
pub mod fields;
pub mod json;
pub mod situation;
pub mod challenge;
pub mod progress;
pub mod session;
pub mod separable;
pub mod starts;
pub mod diagnosis;
pub mod grid;
pub mod frame;
pub mod valley;
pub mod views;
pub mod words;
pub mod lesson;
pub mod practice;

use std::cell::RefCell;

use answer::Answer;
use fields::Fields;
use practice::Practice;
use session::Session;

thread_local! {
    /// El laboratorio de esta página, si se abrió.
    static SESSION: RefCell<Option<Session>> = const { RefCell::new(None) };
    /// La práctica de esta página, si se empezó.
    static PRACTICE: RefCell<Option<Practice>> = const { RefCell::new(None) };
}

/// Contesta a un pedido: `verbo?campo=valor&campo=valor`.
///
/// | pedido | qué hace |
/// | --- | --- |
/// | `abre?SITUACIÓN` | empieza en una [situación](situation::Situation) |
/// | `avanza?epocas=N` | entrena N épocas |
/// | `ejemplo`, `atras` | un paso con un solo ejemplo; deshace el último paso |
/// | `va?momento=N` | a otro momento del recorrido |
/// | `alfa?alfa=N`, `peso?peso=C.E.N&valor=N` | otra tasa desde ahora; un peso puesto a mano |
/// | `mira?vista=NOMBRE` | una de las [vistas](views::view) |
/// | `comienzo?semilla=N`, `diagnostica` | si aprende con [otra semilla](starts); [por qué no](diagnosis) ha aprendido |
/// | `retos` | los [retos](challenge) |
/// | `cadena`, `neurona`, `xor` | una parte viva de la [lección](lesson) |
/// | `practica?semilla=N`, `practica?codigo=C` | empieza una [práctica](practice), o la sigue |
/// | `pregunta?familia=F` | la pregunta siguiente |
/// | `responde?valor=V`, `solucion` | contesta al paso de ahora, o mira cómo se hace |
///
/// ```
/// assert!(web::ask("cadena?x=1").contains("df/dx = 10·3 = 30"));
/// assert_eq!(web::ask("cadena?x=uno"), r#"{"problema":"x es «uno»: se esperaba un número entre -100 y 100."}"#);
/// ```
pub fn ask(request: &str) -> String {
    let (verb, query) = request.split_once('?').unwrap_or((request, ""));
    let answer = Fields::parse(query).and_then(|fields| answer(verb, &fields));
    answer.unwrap_or_else(|problem| json::object([("problema", json::text(&problem))]))
}

fn answer(verb: &str, fields: &Fields) -> Answer {
    match verb {
        "cadena" => lesson::chain(fields),
        "neurona" => lesson::neuron(fields),
        "xor" => lesson::xor(fields),
        "abre" => {
            let session = Session::open(situation::Situation::read(fields)?)?;
            Ok(SESSION.with_borrow_mut(|place| place.insert(session).status()))
        }
        "avanza" => {
            let epochs = fields.integer("epocas", 1, 1..=situation::MOST_EPOCHS)?;
            with_session(|session| session.advance(epochs).map(|()| session.status()))
        }
        "ejemplo" => with_session(|session| session.example().map(|()| session.status())),
        "atras" => with_session(|session| session.back().map(|()| session.status())),
        "va" => {
            let moment = fields.integer("momento", 0, 0..=usize::MAX)?;
            with_session(|session| session.go(moment).map(|()| session.status()))
        }
        "alfa" => {
            let alpha = fields.number("alfa", 0.5, situation::ALPHAS)?;
            with_session(|session| session.set_alpha(alpha).map(|()| session.status()))
        }
        "peso" => {
            let weight = frame::asked(fields, "peso")?;
            let value = situation::weight_value(fields.text("valor").unwrap_or_default())?;
            with_session(|session| session.set_weight(weight, value).map(|()| session.status()))
        }
        "mira" => with_session(|session| views::view(session, fields)),
        "comienzo" => with_session(|session| starts::one(session, fields)),
        "diagnostica" => with_session(|session| diagnosis::told(session)),
        "retos" => Ok(challenge::all()),
        "practica" => {
            let practice = Practice::open(fields)?;
            let families = [("familias", practice::families())];
            Ok(PRACTICE.with_borrow_mut(|place| place.insert(practice).status(families)))
        }
        "pregunta" => with_practice(|practice| practice.next(fields).map(|()| practice.status([]))),
        "responde" => with_practice(|practice| practice.answer(fields)),
        "solucion" => with_practice(|practice| {
            practice.show();
            Ok(practice.status([]))
        }),
        _ => Err(format!("No conozco el pedido «{verb}».")),
    }
}

fn with_session(act: impl FnOnce(&mut Session) -> Answer) -> Answer {
    SESSION
        .with_borrow_mut(|session| act(session.as_mut().ok_or("Todavía no hay ninguna red: vuelve a cargar la página.")?))
}

fn with_practice(act: impl FnOnce(&mut Practice) -> Answer) -> Answer {
    PRACTICE.with_borrow_mut(|practice| {
        act(practice.as_mut().ok_or("Todavía no hay ninguna pregunta: vuelve a cargar la página.")?)
    })
}
