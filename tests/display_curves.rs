//! Las curvas muestran los números que representan, en el SVG, en el PNG y en el texto.

mod drawing;

use std::fs;

use drawing::{assert_inside, centers, decode, elements, number, points, texts};
use gradiente::display::Curves;
use gradiente::{Network, Training, dataset, numpy};

const BLUE: &str = "#0072b2";
const VERMILION: &str = "#d55e00";

/// Los centros de las marcas que van dentro de los ejes; las primeras son las de la leyenda.
fn marks(svg: &str, color: &str, count: usize) -> Vec<(f64, f64)> {
    let all = centers(svg, color);
    all[all.len() - count..].to_vec()
}

#[test]
fn a_point_halfway_is_drawn_halfway() {
    let points = [(0.0, -10.0), (1.0, 30.0), (0.5, 10.0)];
    let figure = Curves::new("Puntos").points("p", points).figure();
    let at = marks(figure.svg(), BLUE, 3);
    assert!(at[0].0 < at[1].0 && at[0].1 > at[1].1, "x crece a la derecha, y hacia arriba");
    assert!((at[2].0 - (at[0].0 + at[1].0) / 2.0).abs() <= 0.11);
    assert!((at[2].1 - (at[0].1 + at[1].1) / 2.0).abs() <= 0.11);
}

#[test]
fn the_labels_of_the_vertical_axis_end_together_beside_it() {
    let figure = Curves::new("Rótulos").points("p", [(0.0, -10.0), (1.0, 10.0)]).figure();
    let ends = figure
        .svg()
        .lines()
        .filter(|line| line.starts_with("<text ") && [">−10<", ">−5<", ">5<", ">10<"].iter().any(|t| line.contains(t)));
    let ends: Vec<f64> = ends.map(|tag| number(tag, "x") + number(tag, "textLength")).collect();
    let axis = elements(figure.svg(), "polyline", "#6b6b6b");
    let left = axis.iter().flat_map(|tag| points(tag)).map(|(x, _)| x).fold(f64::INFINITY, f64::min);
    assert_eq!(ends.len(), 4);
    assert!(
        ends.iter().all(|end| (end - ends[0]).abs() <= 0.2 && *end < left && *end > left - 10.0),
        "{ends:?}, eje en {left}"
    );
}

#[test]
fn in_a_logarithmic_axis_equal_ratios_are_equal_distances() {
    let points = [(1e-6, 1.0), (1e-3, 10.0), (1.0, 100.0)];
    let at = marks(Curves::new("Log").log_x().log_y().points("p", points).figure().svg(), BLUE, 3);
    assert!((at[1].0 - at[0].0 - (at[2].0 - at[1].0)).abs() <= 0.21);
    assert!((at[1].1 - at[0].1 - (at[2].1 - at[1].1)).abs() <= 0.21);
}

#[test]
fn the_tangent_has_the_slope_it_is_given() {
    // Dos puntos conocidos dan la escala; con ella, la recta dibujada tiene que subir 12 por unidad.
    let figure = Curves::new("Tangente").points("p", [(-1.0, 0.0), (1.0, 20.0)]).tangent("t", (0.0, 4.0), 12.0).figure();
    let at = marks(figure.svg(), BLUE, 2);
    let scale = ((at[1].0 - at[0].0) / 2.0, (at[0].1 - at[1].1) / 20.0); // píxeles por unidad
    let line: Vec<_> = elements(figure.svg(), "polyline", VERMILION).iter().skip(3).flat_map(|tag| points(tag)).collect();
    let (first, last) = (line[0], line[line.len() - 1]);
    let slope = ((first.1 - last.1) / scale.1) / ((last.0 - first.0) / scale.0);
    assert!((slope - 12.0).abs() < 0.05, "pendiente {slope}");
    assert_inside(figure.svg()); // la recta se sale de los ejes, y se recorta
}

#[test]
fn a_path_marks_every_step_and_its_start_is_hollow() {
    let steps = [(0.0, 4.0), (1.0, 2.0), (2.0, 1.0)];
    let curves = Curves::new("Pasos").path("descenso", steps);
    assert!(curves.to_string().contains("(0, 4) → (1, 2) → (2, 1)"));
    // Cada marca son dos discos, uno sobre otro: la hueca lleva el color debajo; las demás, encima. Las dos primeras son de
    // la leyenda.
    let svg = curves.figure().svg().to_string();
    let discs: Vec<&str> = svg.lines().filter(|line| line.starts_with("<circle")).collect();
    let fills: Vec<&str> = discs.iter().map(|tag| drawing::attribute(tag, "fill")).collect();
    let white = "#ffffff";
    assert_eq!(fills[4..], [white, BLUE, white, BLUE, BLUE, white]); // se dibujan del último al primero
}

/// Un punto se ve dos veces: en su sitio y, si cae en lo que abarca el recuadro, ampliado dentro de él.
#[test]
fn an_inset_shows_the_same_points_closer() {
    let points = [(0.0, 0.0), (100.0, 100.0), (1.0, 1.0), (3.0, 3.0)];
    let curves = Curves::new("Lupa").points("p", points).inset("de cerca", 0.0..=4.0, 0.0..=4.0);
    let at = marks(curves.figure().svg(), BLUE, 7); // cuatro en su sitio y tres ampliados
    let step = (at[6].0 - at[5].0) / 2.0; // de 1 a 3, en el recuadro
    let whole = (at[1].0 - at[0].0) / 100.0;
    assert!(step > 10.0 * whole, "{step} y {whole}");
    assert!(at[4..].iter().all(|mark| mark.0 > (at[0].0 + at[1].0) / 2.0 - 40.0), "a la derecha: {at:?}");
    let svg = curves.figure().svg().to_string();
    assert!(texts(&svg).contains(&"de cerca"));
    assert_inside(&svg);
    assert!(curves.to_string().contains("Recuadro, de cerca: x de 0 a 4; y de 0 a 4."));
    assert_inside(curves.width(330).figure().svg());
}

#[test]
fn the_error_curve_tells_the_errors_of_the_history() {
    let (x, y) = dataset::xor();
    let mut net = Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(42));
    let history = Training { every: 1000, ..Training::default() }.run(&mut net, &x, &y).unwrap();
    let curves = Curves::errors("Aprender XOR", [("semilla 42", &history)]);
    let text = curves.to_string();
    // Los diez errores que imprime la lección, con NumPy.
    let lesson = [0.4978, 0.1119, 0.0504, 0.0366, 0.0300, 0.0259, 0.0231, 0.0211, 0.0195, 0.0182];
    for (epoch, expected) in history.epochs.iter().zip(lesson) {
        let (_, rest) = text.split_once(&format!("({epoch}, ")).unwrap_or_else(|| panic!("falta la época {epoch}: {text}"));
        let error: f64 = rest.split(')').next().unwrap().parse().unwrap();
        assert!((error - expected).abs() <= 5e-5, "época {epoch}: {error}, y la lección da {expected}");
    }
    for label in ["época", "error absoluto medio", "semilla 42", "Aprender XOR", "8000"] {
        assert!(texts(curves.figure().svg()).contains(&label), "falta «{label}»");
    }
}

#[test]
fn a_training_shows_its_loss_its_error_and_the_gradient_of_each_layer() {
    let (x, y) = dataset::xor();
    let mut net = Network::random_using(&[2, 4, 4, 1], numpy::Rand, &mut numpy::seed(42));
    let history = Training { every: 1000, ..Training::default() }.run(&mut net, &x, &y).unwrap();

    let both = Curves::training("Aprender XOR", &history);
    assert!(both.to_string().contains("pérdida J = ½ Σ (y − a)² (línea): (0, 0.8598)"), "{both}");
    assert!(both.to_string().contains("error absoluto medio (línea): (0, 0.4997)"), "{both}");

    // Las normas de la época 0 son de NumPy.
    let layers = Curves::gradients("Los gradientes", &history);
    for line in ["capa 1 (línea): (0, 0.007731)", "capa 2 (línea): (0, 0.05504)", "capa 3 (salida) (línea): (0, 0.2270)"]
    {
        assert!(layers.to_string().contains(line), "falta «{line}» en {layers}");
    }
}

#[test]
fn the_picture_is_sharp_small_and_always_the_same() {
    let curves =
        Curves::new("Ángulo <α> & «ñ»").x("x").y("f(x)").function("f", |x| x * x, -1.0..=1.0).points("p", [(0.0, 0.5)]);
    let (figure, again) = (curves.figure(), curves.clone().figure());
    assert_eq!(figure.svg(), again.svg());
    assert!(figure.svg().contains("<title>Ángulo &lt;α&gt; &amp; «ñ»</title>"));
    assert!(figure.svg().contains("<desc>Eje x: x. Eje y: f(x)."));

    let png = figure.png();
    assert!(png.len() < 80_000, "{} bytes", png.len());
    let image = decode(&png);
    assert_eq!((image.width, image.height), (680, 420));
    assert!(image.painted() > 5000, "casi en blanco: {} píxeles", image.painted());
    // Bordes suaves: hay azules a medio camino del blanco.
    let soft = image.rgb.chunks_exact(3).filter(|c| c[0] > 40 && c[0] < 220 && c[2] > c[0] + 20).count();
    assert!(soft > 200, "{soft} píxeles suaves");
}

#[test]
fn a_figure_is_saved_by_its_extension() {
    let folder = std::env::temp_dir().join(format!("gradiente-figuras-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let curves = Curves::new("Guardar").points("p", [(0.0, 0.0), (1.0, 1.0)]);

    curves.save(folder.join("a.svg")).unwrap();
    assert_eq!(fs::read_to_string(folder.join("a.svg")).unwrap(), curves.figure().svg());
    curves.save(folder.join("b.PNG")).unwrap();
    let image = decode(&fs::read(folder.join("b.PNG")).unwrap());
    assert_eq!((image.width, image.height), (1360, 840)); // el doble que en la pantalla

    let error = curves.save(folder.join("c.jpg")).unwrap_err().to_string();
    assert!(error.contains("c.jpg") && error.contains(".png") && error.contains(".svg"), "{error}");
    let error = curves.save(folder.join("no-existe").join("d.png")).unwrap_err().to_string();
    assert!(error.contains("no se pudo escribir") && error.contains("d.png"), "{error}");
    // Una carpeta ocupa el sitio del archivo: no se puede escribir, y no queda nada a medias.
    fs::create_dir(folder.join("e.svg")).unwrap();
    curves.save(folder.join("e.svg")).unwrap_err();
    let mut left: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["a.svg", "b.PNG", "e.svg"]);
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn strange_data_give_a_sensible_picture() {
    let cases: [(&str, Vec<(f64, f64)>); 9] = [
        ("vacío", vec![]),
        ("un punto", vec![(3.0, 5.0)]),
        ("todo igual", vec![(0.0, 0.25), (1.0, 0.25), (2.0, 0.25)]),
        ("todo cero", vec![(0.0, 0.0), (0.0, 0.0)]),
        ("solo NaN", vec![(f64::NAN, 1.0), (1.0, f64::NAN)]),
        ("infinitos", vec![(0.0, f64::INFINITY), (1.0, 2.0), (2.0, f64::NEG_INFINITY)]),
        ("enorme", vec![(-f64::MAX, 0.0), (-1e300, -1e300), (0.0, 0.0), (1e300, 1e300), (0.0, f64::MAX)]),
        ("diminuto", vec![(0.0, f64::MIN_POSITIVE), (1.0, 5e-324), (2.0, 0.0)]),
        ("casi igual", vec![(1.0, 1.0), (1.0 + 1e-15, 1.0 + 1e-15)]),
    ];
    for (name, data) in cases {
        for log in [false, true] {
            let mut curves = Curves::new(name).x("x").y("y");
            if log {
                curves = curves.log_x().log_y();
            }
            let curves = curves
                .line("línea", data.clone())
                .path("pasos", data.clone())
                .points("puntos", data.clone())
                .tangent("tangente", (0.0, 1.0), 1e200);
            let figure = curves.figure();
            assert_inside(figure.svg());
            assert!(decode(&figure.png()).painted() > 2000, "{name}: casi en blanco");
        }
    }
}

#[test]
fn what_cannot_be_drawn_is_told() {
    let nothing = Curves::new("Nada");
    assert!(nothing.to_string().contains("No hay datos que dibujar"));
    assert!(texts(nothing.figure().svg()).contains(&"No hay datos que dibujar"));

    let gaps = Curves::new("Huecos").line("a", [(0.0, 1.0), (1.0, f64::NAN), (2.0, f64::INFINITY), (3.0, 2.0)]);
    let note = "«a»: 2 puntos sin dibujar, por no ser números finitos.";
    assert!(gaps.to_string().contains(note));
    assert!(texts(gaps.figure().svg()).contains(&note));
    // La única línea es la muestra de la leyenda: no hay dos puntos seguidos que unir.
    assert_eq!(elements(gaps.figure().svg(), "polyline", BLUE).len(), 1);
    // Los dos puntos sueltos llevan marca, que sin ella no se verían.
    assert_eq!(centers(gaps.figure().svg(), BLUE).len(), 2);

    let negative = Curves::new("Log").log_y().line("a", [(0.0, 1.0), (1.0, 0.0), (2.0, 10.0)]);
    assert!(negative.to_string().contains("«a»: 1 punto sin dibujar, por no ser números finitos positivos"));

    let backwards = Curves::new("Al revés").points("p", [(0.0, 0.0), (1.0, 1.0)]).x_range(5.0..=1.0);
    assert!(backwards.to_string().contains("El intervalo 5..=1 no sirve para el eje x"));
}

#[test]
fn long_names_do_not_leave_the_picture() {
    let long = "un nombre larguísimo que no cabe de ninguna manera en el ancho de una sola figura de cuaderno, ni con letra \
                pequeña";
    let curves = Curves::new(long).x(long).y(long).line(long, [(0.0, 0.0), (1.0, 1e-7)]).line(long, [(0.0, 1e7)]);
    assert_inside(curves.figure().svg());
    let many = (0..12).fold(Curves::new("Muchas"), |curves, k| {
        curves.line(format!("serie número {k}"), [(0.0, f64::from(k)), (1.0, 2.0)])
    });
    assert_inside(many.figure().svg());
}
