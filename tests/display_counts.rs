//! Los histogramas y las barras miden lo que dicen, en el SVG, en el PNG y en el texto.

mod drawing;

use drawing::{assert_inside, decode, elements, points, texts};
use gradiente::display::{Bars, Histogram};

const BLUE: &str = "#0072b2";
const SKY: &str = "#56b4e9";
const VERMILION: &str = "#d55e00";

/// De cada rectángulo de un color: izquierda, derecha, arriba y abajo.
fn rectangles(svg: &str, color: &str) -> Vec<[f64; 4]> {
    let of = |tag: &&str| {
        let all = points(tag);
        let xs = || all.iter().map(|(x, _)| *x);
        let ys = || all.iter().map(|(_, y)| *y);
        let (low, high) = (|a: f64, b: f64| a.min(b), |a: f64, b: f64| a.max(b));
        [xs().fold(1e9, low), xs().fold(-1e9, high), ys().fold(1e9, low), ys().fold(-1e9, high)]
    };
    elements(svg, "polygon", color).iter().map(of).collect()
}

/// `numpy.histogram([-1, 0, 0.5, 1.999, 2, 4, 5, 9.999, 10, 11, nan], bins=5, range=(0, 10))` → [3, 1, 2, 0, 2]
#[test]
fn the_counts_are_those_of_numpy() {
    let values = [-1.0, 0.0, 0.5, 1.999, 2.0, 4.0, 5.0, 9.999, 10.0, 11.0, f64::NAN];
    let histogram = Histogram::new("Totales", values, 0.0..=10.0, 5);
    assert_eq!(histogram.counts(), [3, 1, 2, 0, 2]);
    assert!(histogram.to_string().contains("Sin contar: 3 valores, que caen fuera."));
}

#[test]
fn each_column_is_as_high_as_its_count_and_where_it_belongs() {
    let values = [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 5.0, 5.0, 5.0];
    let histogram = Histogram::new("Totales", values, 0.0..=6.0, 3).x("puntos").y("personas").mark("mediana", 1.0);
    let figure = histogram.figure();
    let columns = rectangles(figure.svg(), BLUE);
    assert_eq!(columns.len(), 2, "la de en medio, vacía, no se dibuja");
    let height = |at: usize| columns[at][3] - columns[at][2];
    assert!((height(0) / height(1) - 2.0).abs() < 0.02, "{columns:?}");
    let width = columns[0][1] - columns[0][0] + 1.0;
    assert!((columns[1][0] - columns[0][0] - 2.0 * width).abs() < 1.1, "{columns:?}");
    // La mediana cae en medio de la primera.
    let line =
        elements(figure.svg(), "polyline", VERMILION).into_iter().flat_map(points).map(|(x, _)| x).collect::<Vec<_>>();
    let middle = columns[0][0] + width / 2.0;
    assert!(line.into_iter().any(|x| (x - middle).abs() < 1.1), "{middle}");
    assert_inside(figure.svg());
    let image = decode(&figure.png());
    assert_eq!(image.pixel(columns[0][0] + 5.0, columns[0][3] - 5.0), [0x00, 0x72, 0xb2]);
    let said = texts(figure.svg());
    assert!(["Totales", "puntos", "personas", "mediana"].iter().all(|text| said.contains(text)), "{said:?}");
    assert!(histogram.to_string().contains("- de 0 a 2: 6\n- de 2 a 4: 0\n- de 4 a 6: 3\n- mediana: 1"));
}

#[test]
#[should_panic(expected = "se esperaba al menos 1")]
fn a_histogram_has_parts() {
    let _ = Histogram::new("", [1.0], 0.0..=1.0, 0);
}

#[test]
fn each_part_is_as_long_as_its_number() {
    let bars = Bars::new("Ejercicios", ["bien", "nada"])
        .x("personas")
        .bar("Uno", [30.0, 10.0])
        .bar("Dos", [10.0, 20.0])
        .bar("Tres", [f64::NAN, -4.0]);
    let figure = bars.figure();
    let length = |each: &[f64; 4]| each[1] - each[0] + 1.0;
    // La primera de cada color es la de la leyenda.
    let (blue, sky) = (rectangles(figure.svg(), BLUE), rectangles(figure.svg(), SKY));
    assert_eq!((blue.len(), sky.len()), (3, 3), "lo que no mide nada no se dibuja");
    assert!((length(&blue[1]) / length(&blue[2]) - 3.0).abs() < 0.02, "{blue:?}");
    assert!((length(&sky[2]) / length(&sky[1]) - 2.0).abs() < 0.02, "{sky:?}");
    assert!((sky[1][0] - blue[1][1] - 1.0).abs() < 0.11, "empieza donde acaba la anterior");
    assert!(blue[2][2] > blue[1][3], "cada una, debajo de la anterior");
    assert_inside(figure.svg());
    let said = texts(figure.svg());
    assert!(["Ejercicios", "Uno", "bien", "nada", "personas", "30"].iter().all(|text| said.contains(text)), "{said:?}");
    assert!(bars.to_string().ends_with("- Uno: bien 30, nada 10\n- Dos: bien 10, nada 20\n- Tres: bien 0, nada 0"));
}

#[test]
fn a_long_name_and_no_bars_fit_too() {
    let long = "Un ejercicio con un nombre que no cabe de ninguna manera en su sitio, por más que se intente";
    let figure = Bars::new(long, ["personas"]).bar(long, [1e6]).figure();
    assert_inside(figure.svg());
    assert!(!texts(figure.svg()).contains(&"personas"), "con una sola parte no hay leyenda");
    let empty = Bars::new("Nada", ["bien", "mal"]);
    assert_inside(empty.figure().svg());
    assert!(empty.to_string().ends_with("No hay datos que dibujar."));
}
