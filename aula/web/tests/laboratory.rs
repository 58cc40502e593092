//! El laboratorio: lo que dice de una red que no aprende, cuándo da por conseguido un reto, y los números que pinta.

use web::diagnosis::{Cause, cause};
use web::fields::Fields;
use web::session::Session;
use web::situation::Situation;

fn open(address: &str) -> Session {
    Session::open(Situation::read(&Fields::parse(address).unwrap()).unwrap()).unwrap()
}

/// El número que sigue a `name` en una respuesta.
fn number(reply: &str, name: &str) -> f64 {
    let (_, rest) = reply.split_once(&format!("\"{name}\":")).unwrap_or_else(|| panic!("falta {name} en {reply}"));
    rest.split([',', '}']).next().unwrap().parse().unwrap()
}

/// Las causas se sacaron aparte, con NumPy: cuántas semillas aprenden de cada manera.
#[test]
fn the_cause_is_said_only_where_it_is_known() {
    let known = [
        ("ocultas=&recorrido=10000", Cause::OneLine),
        ("ocultas=1&recorrido=10000", Cause::OneNeuron),
        ("ocultas=1,1&recorrido=10", Cause::OneNeuron), // no hace falta esperar: no puede
        ("puntos=0,0,1_0.5,0.5,0_0.5,0.5,1&ocultas=3&recorrido=2000", Cause::Contradiction(2, 3)),
        ("alfa=100&recorrido=10000", Cause::Alpha(10.0)),
        ("alfa=0.05&recorrido=10000", Cause::Slow),
        ("azar=isaac&semilla=2&recorrido=10000", Cause::Start(3)),
    ];
    for (address, expected) in known {
        assert_eq!(cause(&open(address)).unwrap(), Some(expected), "{address}");
    }
    let faded = cause(&open("ocultas=8,8,8,8&recorrido=10000")).unwrap();
    assert!(matches!(faded, Some(Cause::Faded(times)) if times > 10.0), "{faded:?}");
    for address in ["recorrido=10000", "recorrido=300", "compuerta=and&ocultas=&recorrido=5", "semilla=11&recorrido=900"] {
        assert_eq!(cause(&open(address)).unwrap(), None, "{address}");
    }
}

/// Cada reto: cómo empieza sin estar conseguido, y una manera de conseguirlo.
#[test]
fn a_challenge_is_recognised_from_the_numbers() {
    let ways: [(&str, &[&str]); 10] = [
        ("a-mano", &["peso?peso=1.1.1&valor=8", "peso?peso=1.2.1&valor=8", "peso?peso=1.0.1&valor=-3"]),
        ("and", &["avanza?epocas=2000"]),
        ("tres-de-cuatro", &["peso?peso=1.0.1&valor=-1", "peso?peso=1.1.1&valor=3", "peso?peso=1.2.1&valor=3"]),
        ("xor", &["avanza?epocas=2000"]),
        ("semilla-11", &["peso?peso=1.1.2&valor=-5", "avanza?epocas=8000"]),
        ("alfa", &["alfa?alfa=60", "avanza?epocas=1000"]),
        ("gradiente", &["abre?reto=gradiente&ocultas=4,4,4,4&compuerta=xor"]),
        ("apagada", &["peso?peso=1.0.1&valor=40"]),
        ("gemelas", &["avanza?epocas=1000"]),
        ("contradiccion", &["avanza?epocas=500"]),
    ];
    for (name, way) in ways {
        let start = web::ask(&format!("abre?reto={name}"));
        assert!(start.contains("\"logrado\":false"), "{name}: {start}");
        let mut last = String::new();
        for request in way {
            last = web::ask(request);
            assert!(!last.contains("problema"), "{name}: {last}");
        }
        assert!(last.contains("\"logrado\":true"), "{name}: {last}");
        assert!(last.contains(&format!("\"direccion\":\"reto={name}&")), "{last}");
        let address = format!("`laboratorio.html#reto={name}`");
        assert!(include_str!("../../../CONTRIBUTING.md").contains(&address), "CONTRIBUTING no dice {address}");
    }
    assert_eq!(web::ask("retos").matches("\"nombre\"").count(), ways.len());
}
/// ∂J/∂w, frente a mover el peso un poco a cada lado y mirar la pérdida; y el siguiente, frente a entrenar una época.
#[test]
fn a_weight_says_its_derivative_and_its_next_value() {
    web::ask("abre?ocultas=3,2&recorrido=200");
    for weight in ["1.0.2", "1.2.3", "2.3.1", "2.0.2", "3.1.1", "3.0.1"] {
        let told = web::ask(&format!("mira?vista=peso&peso={weight}"));
        let (value, slope) = (number(&told, "valor"), number(&told, "pendiente"));
        let loss = |value: f64| number(&web::ask(&format!("peso?peso={weight}&valor={value}")), "perdida");
        let difference = (loss(value + 1e-5) - loss(value - 1e-5)) / 2e-5;
        assert!((slope - difference).abs() < 1e-8, "{weight}: {slope}, {difference}");
        web::ask("atras");
        web::ask("avanza?epocas=1");
        let next = number(&web::ask(&format!("mira?vista=peso&peso={weight}")), "valor");
        assert!((number(&told, "siguiente") - next).abs() < 1e-12, "{weight}");
        web::ask("atras");
    }
}

/// Un peso puesto a mano se deshace, cabe en la dirección y vuelve de ella.
#[test]
fn what_is_changed_by_hand_is_in_the_address() {
    let before = web::ask("abre?recorrido=100,x3");
    web::ask("peso?peso=2.1.1&valor=-2");
    web::ask("peso?peso=2.1.1&valor=3.5");
    let after = web::ask("avanza?epocas=10");
    assert!(after.contains("recorrido=100,x3,p2.1.1:3.5,10\""), "{after}");
    let address = after.split('"').nth(3).unwrap();
    assert_eq!(web::ask(&format!("abre?{address}")), after);
    let undone = (0..11).fold(String::new(), |_, _| web::ask("atras"));
    assert_eq!(undone, before);
}

/// Ir a otro momento da la red de ese momento, y al volver está todo lo que seguía.
#[test]
fn any_moment_of_the_run_can_be_seen() {
    let end = web::ask("abre?recorrido=2000,x5,a2,p1.1.1:3,1000");
    for (moment, trail) in [(700, "700"), (2003, "2000,x3"), (2006, "2000,x5,a2"), (2500, "2000,x5,a2,p1.1.1:3,493")] {
        let seen = web::ask(&format!("va?momento={moment}"));
        let alone = web::ask("retos") + &web::ask("mira?vista=cuadro&lado=8");
        assert!(seen.contains(&format!("recorrido={trail}\"")), "{seen}");
        assert_eq!(web::ask("va?momento=999999"), end);
        web::ask(&format!("va?momento={moment}"));
        let again = web::ask("retos") + &web::ask("mira?vista=cuadro&lado=8");
        assert_eq!(alone, again);
    }
    web::ask("va?momento=700");
    let other = web::ask("avanza?epocas=1"); // desde aquí, otro futuro
    assert!(other.contains("\"momento\":701,\"momentos\":701"), "{other}");
    assert_eq!(web::ask("abre?recorrido=701"), other);
}

/// El mapa son las respuestas de la red en los centros de sus casillas.
#[test]
fn the_map_is_what_the_network_answers() {
    let session = open("recorrido=3000");
    let reply = web::frame::frame(&session, &Fields::parse("lado=16").unwrap()).unwrap();
    let points = web::grid::points(16, [(-0.5, 1.5), (-0.5, 1.5)]);
    let answers = session.net.forward(&points);
    assert!(reply.contains(&web::grid::packed(answers.output().iter().copied())));
    let flat = open("ocultas=&recorrido=p1.1.1:0,p1.2.1:0,p1.0.1:-2");
    let reply = web::frame::frame(&flat, &Fields::parse("lado=16").unwrap()).unwrap();
    assert!(reply.contains("No hay frontera a la vista: la red responde menos de 0.5"), "{reply}");
}

/// El valle acaba donde está la red, y allí mide su pérdida.
#[test]
fn the_valley_is_the_loss_around_the_run() {
    let session = open("recorrido=3000");
    let reply = web::valley::slice(&session, &Fields::parse("a=1.1.1&b=2.1.1&lado=64").unwrap()).unwrap();
    let w = &session.net.layers;
    assert!(reply.ends_with(&format!("[{:?},{:?}]]}}", w[0].w[[0, 0]], w[1].w[[0, 0]])), "{reply}");
    assert!(number(&reply, "menor") <= session.progress().loss && session.progress().loss <= number(&reply, "mayor"));
    assert!(web::valley::slice(&session, &Fields::parse("a=1.1.1&b=1.1.1").unwrap()).is_err());
}
