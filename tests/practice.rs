//! Las preguntas de la práctica, frente a oráculos que no son ellas: diferencias finitas, formas cerradas, la red de la
//! biblioteca (que otras pruebas comparan con NumPy) y los números de NumPy.

mod oracle;

use gradiente::practice::{self, Exercise, FAMILIES, LEVELS, Question, Verdict, draw};

use oracle::{expected, on_paper};

/// Cuántas preguntas de cada familia y cada nivel.
const MANY: u32 = 1000;

fn all() -> impl Iterator<Item = (&'static str, u8)> {
    FAMILIES.iter().flat_map(|family| LEVELS.map(move |level| (family.key, level)))
}

fn name(question: &Question) -> String {
    format!("{} nivel {} semilla {}", question.family().key, question.level(), question.seed())
}

#[test]
fn a_thousand_of_each_are_right_clear_and_short() {
    for (key, level) in all() {
        for seed in 0..MANY {
            let question = draw(key, level, seed).unwrap();
            let values = expected(&question);
            assert_eq!(values.len(), question.steps().len(), "{}", name(&question));
            for (i, (step, value)) in question.steps().iter().zip(values).enumerate() {
                let near = (step.value() - value).abs() <= 1e-6 * value.abs().max(1.0);
                assert!(near, "{}, paso {i}: {} y el oráculo, {value}", name(&question), step.value());
            }
            clear(&question);
        }
    }
}

/// Ningún error se confunde con la respuesta ni con otro, y todo cabe en un papel.
fn clear(question: &Question) {
    let name = name(question);
    let shown = format!("{} {}", question.statement(), question.data().map_or(String::new(), ToString::to_string));
    assert!(shown.chars().count() < 420, "{name}: {shown}");
    for step in question.steps() {
        let number = step.value();
        assert_eq!(step.judge(number), Verdict::Right, "{name}");
        assert!(number == number.round() || number.abs() > 0.009, "{name}: {number} es demasiado pequeño");
        assert!(step.shown().chars().count() <= 9, "{name}: {}", step.shown());
        let written = practice::read(&step.shown()).unwrap();
        assert_eq!(step.judge(written), Verdict::Right, "{name}: lo que se muestra también vale");
        assert!(!step.mistakes().is_empty(), "{name}: un paso sin errores conocidos");
        for (i, mistake) in step.mistakes().iter().enumerate() {
            assert_eq!(step.judge(mistake.value), Verdict::Known(i), "{name}: {mistake:?}");
            let apart = 2.0 * step.tolerance();
            assert!((mistake.value - number).abs() > apart, "{name}: {mistake:?} es la respuesta");
            let mut others = step.mistakes()[..i].iter();
            assert!(others.all(|other| (mistake.value - other.value).abs() > apart), "{name}: {mistake:?}");
            well_written(&mistake.sentence.to_string(), &name);
        }
        well_written(&step.hint().to_string(), &name);
        assert!(step.ask().to_string().contains('?') && !step.worked().to_string().is_empty(), "{name}");
    }
}

fn well_written(sentence: &str, name: &str) {
    let good = sentence.ends_with('.') && !sentence.contains(['$', '`']) && !sentence.contains("NaN");
    assert!(good && sentence.chars().count() < 260, "{name}: «{sentence}»");
}

/// Quien redondea cada paso a cuatro decimales, y sigue con eso, llega.
#[test]
fn rounding_on_the_way_is_accepted() {
    for (key, level) in all() {
        for seed in 0..MANY {
            let question = draw(key, level, seed).unwrap();
            let steps = question.steps();
            let rounded: Vec<f64> = steps.iter().map(|step| practice::read(&step.shown()).unwrap()).collect();
            for (i, value) in on_paper(&question, &rounded) {
                assert_eq!(steps[i].judge(value), Verdict::Right, "{}, paso {i}: {value}", name(&question));
            }
        }
    }
}

#[test]
fn the_same_seed_is_the_same_question_and_another_is_another() {
    for (key, level) in all() {
        let text = |seed| format!("{:?}", draw(key, level, seed).unwrap());
        assert_eq!(text(11), text(11));
        let different: std::collections::HashSet<_> = (0..40).map(text).collect();
        assert!(different.len() > 20, "{key}, nivel {level}: {} distintas", different.len());
    }
}

#[test]
fn what_does_not_exist_is_said_with_what_does() {
    let said = |key: &str, level| draw(key, level, 1).unwrap_err().to_string();
    assert!(said("perceptron", 1).contains("las que hay son cadena, medida, descenso") && said("", 1).contains("alfa"));
    assert_eq!([said("cadena", 0), said("cadena", 9)].map(|text| text.contains("del 1 al 3")), [true, true]);
    assert_eq!(draw(" Delta Salida ", 1, 5).unwrap().family().key, "delta_salida");
}

/// La documentación cuenta cada familia, con su fórmula y su fuente.
#[test]
fn each_family_is_in_the_documentation() {
    let documentation = include_str!("../src/practice/mod.rs");
    for family in FAMILIES {
        let row = documentation.lines().find(|line| line.starts_with(&format!("//! | `{}` |", family.key)));
        let cells = row.map_or(0, |row| row.split(" | ").count());
        assert!(cells == 4 && family.source.len() > 20, "{}", family.key);
    }
}

#[test]
fn a_question_is_answered_step_by_step() {
    let mut exercise = Exercise::new(draw("neurona", 2, 5).unwrap());
    let first = exercise.step().unwrap().clone();
    let forgotten = first.mistakes()[0].value;
    assert_eq!(exercise.answer(forgotten), Verdict::Known(0));
    assert_eq!(exercise.answer(1234.5), Verdict::Other);
    assert_eq!(exercise.answer(f64::INFINITY), Verdict::Unreadable);
    assert_eq!(exercise.answer(first.value() + 4e-4), Verdict::Right);
    exercise.show();
    assert_eq!((exercise.step().is_none(), exercise.answer(0.0)), (true, Verdict::Unreadable));
    let [first, second] = exercise.outcomes() else { panic!("son dos pasos") };
    assert_eq!((first.first, first.shown, second.first, second.shown), (Some(Verdict::Known(0)), false, None, true));
}

/// Tres preguntas, calculadas con NumPy 2.4.6; con `s = lambda z: 1/(1+np.exp(-z))`:
///
/// - `z = np.array([.6, -.3]) @ np.array([.2, .9]) + .6; z, s(z)`
/// - `z1 = np.array([-1.8, -1.5]) @ np.array([[1.1, 1.1], [1.5, .8]]) + np.array([1.3, 1.5]); a1 = s(z1)` y
///   `z2 = a1 @ np.array([-.3, -.9]) - 1; z1, a1, z2, s(z2)`
/// - `a = s(1.1); d = np.array([-.15, .26]) @ np.array([-1.7, -1.3]); a, d, d*a*(1-a)`
#[test]
fn numpy_gives_the_same() {
    let values = [
        ("neurona", 3, vec![0.44999999999999996, 0.610639233949222]),
        (
            "adelante",
            2,
            vec![
                -2.9300000000000006,
                -1.6800000000000002,
                0.050690324931250634,
                0.1570954688854527,
                -1.1565930194762826,
                0.2392869023561633,
            ],
        ),
        ("delta_oculta", 3, vec![0.7502601055951177, -0.08300000000000002, -0.015551700002444208]),
    ];
    for (key, level, numpy) in values {
        let question = draw(key, level, 7).unwrap();
        let ours: Vec<f64> = question.steps().iter().map(|step| step.value()).collect();
        assert!(ours.iter().zip(&numpy).all(|(a, b)| (a - b).abs() < 1e-12) && ours.len() == numpy.len(), "{key}: {ours:?}");
    }
}
