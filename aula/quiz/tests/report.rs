//! Lo que se cuenta de un código de práctica.

use gradiente::practice::{Exercise, Session, Verdict, draw};
use quiz::report::report;

/// Tres neuronas, en las que se olvida el sesgo: las dos primeras salen después; la tercera se mira.
fn practised(seed: u32) -> Session {
    let mut session = Session::new(seed);
    for i in 0..3 {
        let mut exercise = Exercise::new(draw("neurona", 1, session.seed_of(i)).unwrap());
        let first = exercise.step().unwrap().clone();
        assert_eq!(exercise.answer(first.mistakes()[0].value), Verdict::Known(0));
        if i == 2 {
            exercise.show()
        } else {
            _ = exercise.answer(first.value())
        }
        let second = exercise.step().unwrap().value();
        exercise.answer(second);
        session.record(&exercise);
    }
    session
}

#[test]
fn a_teacher_reads_what_was_practised() {
    let said = report(&[practised(5).code()]).unwrap();
    let expected = "3 preguntas terminadas; a la primera, 0; soluciones pedidas, 1.\n  \
                    Una neurona, hacia adelante: 0 de 3 a la primera, hasta el nivel 1\n      \
                    3 veces: Te falta sumar el sesgo, b.";
    assert_eq!(said, expected);
    let page = include_str!("../../../notebooks/curso/moodle.md");
    assert!(page.contains(&practised(5).code()), "el código de la página es {}", practised(5).code());
    assert!(report(&[Session::new(1).code()]).unwrap().contains("todavía no hay ninguna"));
}

#[test]
fn several_codes_are_told_apart_and_a_bad_one_does_not_hide_the_others() {
    let (one, other) = (practised(5).code(), practised(9).code());
    let said = report(&[one.clone(), "hola".into(), other, one]).unwrap();
    for words in ["Código 1. 3 preguntas", "Código 2. Ese código no se puede leer", "semilla que el código 1."] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(!said.contains("que el código 3"), "{said}");
    assert!(report(&["hola".into()]).unwrap_err().contains("Se copia entero de la página de práctica."));
}
