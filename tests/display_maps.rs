//! Los mapas, la animación y los diagramas muestran lo que la red responde.

mod drawing;

use drawing::{Image, assert_inside, attribute, centers, decode, elements, number, texts};
use gradiente::display::{Animation, Boundary, Chain, Diagram, Fork, Surface};
use gradiente::{Network, Training, dataset, gradcheck, numpy, sigmoid};
use ndarray::{Array2, array};

const BLUE: &str = "#0072b2";
const VERMILION: &str = "#d55e00";
const GREEN: &str = "#009e73";
/// Los colores de las marcas de los ejemplos: 1 y 0.
const ONE: &str = "#004c80";

type Data = (Array2<f64>, Array2<f64>);

fn xor_nets(every: usize) -> (Data, Vec<(usize, Network)>) {
    let (x, y) = dataset::xor();
    let mut net = Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(42));
    let mut nets = Vec::new();
    let training = Training { every, ..Training::default() };
    training.run_with(&mut net, &x, &y, |epoch| nets.push((epoch.number, epoch.net.clone()))).unwrap();
    nets.push((training.epochs, net));
    ((x, y), nets)
}

/// El cambio de escala de los datos a los píxeles que hay entre las marcas de dos ejemplos conocidos.
fn scale((a, at_a): ((f64, f64), (f64, f64)), (b, at_b): ((f64, f64), (f64, f64))) -> impl Fn(f64, f64) -> (f64, f64) {
    let (kx, ky) = ((at_b.0 - at_a.0) / (b.0 - a.0), (at_b.1 - at_a.1) / (b.1 - a.1));
    move |x, y| (at_a.0 + kx * (x - a.0), at_a.1 + ky * (y - a.1))
}

/// ¿Azul (1), naranja (−1) o ni una cosa ni otra (0)?
fn hue([r, _, b]: [u8; 3]) -> i32 {
    (i32::from(b > r.saturating_add(12))) - i32::from(r > b.saturating_add(12))
}

/// Compara el color del mapa con lo que responde la red en una cuadrícula que no toca los ejemplos.
fn assert_map(image: &Image, net: &Network, at: impl Fn(f64, f64) -> (f64, f64)) {
    let mut seen = [0, 0];
    for i in 0..12 {
        for j in 0..12 {
            let (x1, x2) = (-0.13 + 0.11 * f64::from(i), -0.13 + 0.11 * f64::from(j));
            let near_example =
                [0.0f64, 1.0].iter().any(|e| (x1 - e).abs() < 0.06) && [0.0f64, 1.0].iter().any(|e| (x2 - e).abs() < 0.06);
            let output = net.forward(&array![[x1, x2]]).output()[[0, 0]];
            if near_example || (output - 0.5).abs() < 0.15 {
                continue;
            }
            let (px, py) = at(x1, x2);
            let expected = if output > 0.5 { 1 } else { -1 };
            assert_eq!(hue(image.pixel(px, py)), expected, "en ({x1}, {x2}) la red da {output}");
            seen[usize::from(output > 0.5)] += 1;
        }
    }
    assert!(seen.iter().all(|&count| count > 20), "poco que comparar: {seen:?}");
}

#[test]
fn the_boundary_map_is_blue_where_the_network_says_one() {
    let ((x, y), nets) = xor_nets(10_000);
    let net = &nets[1].1;
    let figure = Boundary::new(net, &x, &y).figure();
    // Los ejemplos con un 1 son (0, 1) y (1, 0); el primer par de círculos es de la clave.
    let ones = centers(figure.svg(), ONE);
    let at = scale(((0.0, 1.0), ones[1]), ((1.0, 0.0), ones[2]));
    let png = figure.png();
    assert!(png.len() < 80_000, "{} bytes", png.len());
    assert_map(&decode(&png), net, at);
    assert_inside(figure.svg());
}

#[test]
fn the_boundary_text_says_what_each_example_gets() {
    let ((x, y), nets) = xor_nets(10_000);
    let text = Boundary::new(&nets[1].1, &x, &y).to_string();
    assert!(text.contains("4 de 4 ejemplos"));
    // NumPy, tras la última actualización: 0.01890434, 0.98371408…
    for (example, output) in ["(0, 0)", "(0, 1)", "(1, 0)", "(1, 1)"].iter().zip(nets[1].1.forward(&x).output()) {
        let line = text.lines().find(|line| line.contains(&format!("{example}:"))).unwrap();
        let told: f64 = line.rsplit(' ').next().unwrap().parse().unwrap();
        assert!((told - output).abs() < 1e-4, "{line}, y la red da {output}");
    }
    let start = Boundary::new(&nets[0].1, &x, &y).to_string();
    assert!(start.contains("2 de 4 ejemplos"), "al comienzo la red responde 1 a todo: {start}");
}

#[test]
fn there_is_a_map_per_neuron_and_per_epoch() {
    let ((x, y), nets) = xor_nets(2500);
    let figure = Boundary::neurons(&nets[4].1, &x, &y).figure();
    for name in ["capa 1, neurona 1", "capa 1, neurona 2", "salida 1"] {
        assert!(texts(figure.svg()).contains(&name), "falta «{name}»");
    }
    let hidden = nets[4].1.forward(&x).a[0][[1, 0]];
    assert!(figure.text().contains(&format!("{hidden:.3}")[..5]), "la activación {hidden} no está en {}", figure.text());
    assert_eq!(figure.text().matches("ejemplos del lado").count(), 1, "de una neurona oculta nadie espera nada");

    let figure = Boundary::epochs(nets.iter().map(|(epoch, net)| (*epoch, net)), &x, &y).figure();
    for name in ["época 0", "época 2500", "época 5000", "época 7500", "época 10\u{a0}000"] {
        assert!(texts(figure.svg()).contains(&name), "falta «{name}»");
    }
    assert_inside(figure.svg());
}

#[test]
fn the_hidden_space_puts_each_example_at_its_activations() {
    let ((x, y), nets) = xor_nets(10_000);
    let net = &nets[1].1;
    let hidden = &net.forward(&x).a[0];
    let figure = Boundary::hidden_space(net, &x, &y).figure();
    let ones = centers(figure.svg(), ONE);
    let rects = elements(figure.svg(), "polygon", "#9c3f00"); // cuadrados: los ejemplos con un 0
    let zero = |i: usize| {
        let corners = drawing::points(rects[i]);
        (corners.iter().map(|c| c.0).sum::<f64>() / 4.0, corners.iter().map(|c| c.1).sum::<f64>() / 4.0)
    };
    let example = |i: usize| (hidden[[i, 0]], hidden[[i, 1]]);
    let at = scale((example(0), zero(1)), (example(3), zero(2)));
    for (i, drawn) in [(1, ones[1]), (2, ones[2])] {
        let (px, py) = at(hidden[[i, 0]], hidden[[i, 1]]);
        assert!((px - drawn.0).abs() < 0.5 && (py - drawn.1).abs() < 0.5, "el ejemplo {i} está en {drawn:?}");
    }
    assert!(figure.text().contains("4 de 4"));
    // La capa oculta junta dos ejemplos: comparten el rótulo, que está a su lado.
    let label = figure.svg().lines().find(|line| line.contains(">(0, 1) y (1, 0)</text>")).expect("un rótulo");
    let (dx, dy) = (number(label, "x") - ones[1].0, number(label, "y") - ones[1].1);
    assert!((8.0..14.0).contains(&dx) && dy.abs() < 8.0, "el rótulo está a {dx}, {dy} de su marca");
    let names = ["(0, 0)", "(0, 1) y (1, 0)", "(1, 1)"];
    for label in names.into_iter().chain(["a₁⁽¹⁾, la neurona oculta 1", "a₂⁽¹⁾, la neurona oculta 2"]) {
        assert!(texts(figure.svg()).contains(&label), "falta «{label}»");
    }
    assert_inside(figure.svg());
}

#[test]
fn the_diagram_names_each_neuron_with_its_layer() {
    let net = Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(42));
    let figure = Diagram::new(&net).figure();
    for name in ["x₁", "x₂", "a₁⁽¹⁾", "a₂⁽¹⁾", "a₁⁽²⁾"] {
        assert!(texts(figure.svg()).contains(&name), "falta «{name}»");
    }
}

#[test]
fn a_highlighted_path_leaves_the_other_weights_in_gray() {
    let net = Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(42));
    let whole = Diagram::new(&net).figure();
    let path = Diagram::new(&net).path(&[0, 1, 0]);
    let figure = path.figure();
    // La primera línea azul es de la clave.
    assert_eq!(elements(whole.svg(), "polyline", BLUE).len(), 1 + 6);
    assert_eq!(elements(figure.svg(), "polyline", BLUE).len(), 1 + 2);
    assert_eq!(elements(figure.svg(), "polyline", "#bfbfbf").len(), 4);
    assert!(path.to_string().contains("Camino resaltado: x₁ → a₂⁽¹⁾ → a₁⁽²⁾."));
    for wrong in [&[0, 1][..], &[0, 2, 0], &[0, 0, 0, 0]] {
        let draw = std::panic::catch_unwind(|| Diagram::new(&net).path(wrong));
        let message = *draw.unwrap_err().downcast::<String>().unwrap();
        assert!(message.contains("una neurona de cada columna: hay [2, 2, 1]"), "{message}");
    }
}

#[test]
fn maps_survive_strange_data() {
    let ((x, y), mut nets) = xor_nets(10_000);
    let net = &mut nets[1].1;
    let one = array![[0.3, 0.3]];
    let mut lost = x.clone();
    lost[[2, 1]] = f64::INFINITY;
    let huge = &x * 1e300;
    for data in [&one, &lost, &huge, &Array2::zeros((0, 2)), &Array2::zeros((3, 2))] {
        let y = Array2::ones((data.nrows(), 1));
        let figure = Boundary::neurons(net, data, &y).figure();
        assert_inside(figure.svg());
        assert!(decode(&figure.png()).painted() > 5000);
    }
    assert!(Boundary::new(net, &lost, &y).to_string().contains("1 ejemplo sin dibujar"));

    net.layers[0].w[[0, 0]] = f64::NAN;
    let figure = Boundary::new(net, &x, &y).figure();
    assert!(figure.text().contains("En gris, donde la red no da un número"));
    let gray = decode(&figure.png()).rgb.chunks_exact(3).filter(|rgb| *rgb == [208; 3]).count();
    assert!(gray > 50_000, "{gray} píxeles grises");
    assert!(Boundary::epochs([], &x, &y).to_string().contains("No hay ninguna red"));
    assert!(decode(&Boundary::epochs([], &x, &y).figure().png()).painted() > 500);
}

#[test]
#[should_panic(expected = "x es (4, 3) y tendría que ser (ejemplos, 2)")]
fn a_map_needs_two_inputs() {
    let net = Network::random_using(&[3, 1], numpy::Rand, &mut numpy::seed(1));
    Boundary::new(&net, &Array2::zeros((4, 3)), &Array2::zeros((4, 1)));
}

#[test]
fn the_surface_is_darker_where_it_is_higher() {
    let surface = Surface::new("Cuenco", |x, y| x * x + 2.0 * y * y, -2.0..=2.0, -1.0..=1.0)
        .x("w")
        .y("b")
        .path("bajada", [(-1.5, 0.75), (1.5, -0.75)]);
    let figure = surface.figure();
    assert!(figure.text().contains("pérdida, de 0 (claro) a 6 (oscuro)"));
    assert!(figure.text().contains("(−1.5, 0.75) → (1.5, −0.75)"));

    let marks = centers(figure.svg(), VERMILION); // se dibujan del último al primero
    let at = scale(((1.5, -0.75), marks[marks.len() - 2]), ((-1.5, 0.75), marks[marks.len() - 1]));
    let image = decode(&figure.png());
    let light = |x: f64, y: f64| image.pixel(at(x, y).0, at(x, y).1).iter().map(|&c| u32::from(c)).sum::<u32>();
    let heights = [(0.3, 0.3), (1.0, 0.3), (1.0, 0.8), (1.8, 0.9)].map(|(x, y)| light(x, y));
    assert!(heights.windows(2).all(|pair| pair[0] > pair[1]), "{heights:?}");

    // Una línea encima, de una marca a la otra; va a trazos, y el último puede quedarse corto.
    let lined = surface.clone().line("fondo", [(-1.5, 0.75), (1.5, -0.75)]).figure();
    let marks = centers(lined.svg(), VERMILION);
    let line: Vec<_> = elements(lined.svg(), "polyline", GREEN).iter().flat_map(|tag| drawing::points(tag)).collect();
    for mark in &marks[marks.len() - 2..] {
        assert!(line.iter().any(|at| (at.0 - mark.0).hypot(at.1 - mark.1) < 6.0), "la línea no pasa por {mark:?}: {line:?}");
    }
    assert!(lined.text().contains("fondo (línea): (−1.5, 0.75), (1.5, −0.75)"), "{}", lined.text());

    let flat = Surface::new("Llano", |_, _| 1.0, 0.0..=1.0, 0.0..=1.0);
    assert!(decode(&flat.figure().png()).painted() > 5000);
    let broken = Surface::new("Roto", |x, _| x.ln(), -1.0..=1.0, 0.0..=1.0);
    assert!(broken.to_string().contains("En gris"));
}

/// El color de una altura sale de su raíz: a un cuarto de la altura, la mitad de la escala. Y entre dos franjas hay una línea.
#[test]
fn the_bottom_of_a_valley_has_its_own_bands_and_lines() {
    let surface = Surface::new("Valle", |x, _| (x - 0.0005).powi(2), -1.0..=1.0, -1.0..=1.0)
        .path("marcas", [(-1.0, -0.9), (1.0, -0.8)]);
    assert!(surface.to_string().contains("pérdida, de 0 (claro) a 1.001 (oscuro)"), "{surface}");
    let figure = surface.figure();
    let marks = centers(figure.svg(), VERMILION);
    let at = scale(((1.0, -0.8), marks[marks.len() - 2]), ((-1.0, -0.9), marks[marks.len() - 1]));
    let image = decode(&figure.png());
    let row: Vec<[u8; 3]> =
        (0..400).map(|i| at(0.02 + 0.0022 * f64::from(i), 0.5)).map(|(x, y)| image.pixel(x, y)).collect();
    let light = |rgb: &[u8; 3]| rgb.iter().map(|&c| i32::from(c)).sum::<i32>();
    // Del fondo al borde, la mitad de las 16 franjas: una línea oscura cada una, más oscura que lo que la rodea.
    let lines = row.windows(7).filter(|near| {
        let (middle, sides) = (light(&near[3]), [light(&near[0]), light(&near[6])]);
        sides.iter().all(|side| middle < side - 12) && near.iter().all(|rgb| light(rgb) >= middle)
    });
    assert!((10..=40).contains(&lines.count()));
    let [r, g, b] = image.pixel(at(0.51, 0.3).0, at(0.51, 0.3).1).map(i32::from);
    assert!((r - 107).abs() < 14 && (g - 174).abs() < 14 && (b - 214).abs() < 14, "a media escala, {r} {g} {b}");
}

/// Los cuadros de un PNG animado, ya compuestos uno sobre otro, y sus repeticiones (0 es para siempre).
fn frames(png: &[u8]) -> (Vec<Vec<[u8; 3]>>, usize, u32) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
    let (width, height) = (reader.info().width as usize, reader.info().height as usize);
    let control = *reader.info().animation_control().expect("es una animación");
    let palette: Vec<[u8; 3]> =
        reader.info().palette.as_ref().unwrap().chunks_exact(3).map(|rgb| [rgb[0], rgb[1], rgb[2]]).collect();
    let mut canvas = vec![[0; 3]; width * height];
    let mut composed = Vec::new();
    for _ in 0..control.num_frames {
        let mut data = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut data).unwrap();
        let frame = *reader.info().frame_control().unwrap();
        for (i, &index) in data.iter().enumerate().take((frame.width * frame.height) as usize) {
            let (x, y) = (i as u32 % frame.width + frame.x_offset, i as u32 / frame.width + frame.y_offset);
            if index > 0 {
                canvas[y as usize * width + x as usize] = palette[index as usize];
            }
        }
        composed.push(canvas.clone());
    }
    (composed, width, control.num_plays)
}

#[test]
fn the_animation_shows_the_boundary_of_each_epoch() {
    let ((x, y), nets) = xor_nets(1000);
    let animation = Animation::new(nets.iter().map(|(epoch, net)| (*epoch, net)), &x, &y);
    assert!(animation.png().len() < 500_000, "{} bytes", animation.png().len());
    assert!(animation.to_string().contains("- época 1000: error 0.1119"), "{animation}"); // el de la lección

    let (frames, width, plays) = frames(animation.png());
    assert_eq!((frames.len(), plays), (11, 0));
    for (frame, (epoch, net)) in frames.iter().zip(&nets) {
        // El mapa de cada cuadro es el de su red, salvo lo poco que la paleta redondea.
        let still = decode(&Boundary::new(net, &x, &y).figure().png());
        let map = |i: &usize| i / width > 80 && i / width < 420 && i % width > 90 && i % width < 420;
        let far = (0..frame.len())
            .filter(map)
            .filter(|&i| frame[i].iter().zip(&still.rgb[3 * i..3 * i + 3]).any(|(a, b)| a.abs_diff(*b) > 16));
        assert!(far.count() < 200, "el cuadro de la época {epoch} no es su mapa");
    }
}

#[test]
fn the_animation_stays_small_and_never_fails() {
    let ((x, y), nets) = xor_nets(50); // 201 redes
    let animation = Animation::new(nets.iter().map(|(epoch, net)| (*epoch, net)), &x, &y);
    assert!(animation.png().len() < 500_000, "{} bytes", animation.png().len());
    let text = animation.to_string();
    assert!(text.contains("época 0:") && text.contains("época 10\u{a0}000:") && text.lines().count() == 49, "{text}");

    assert!(Animation::new([], &x, &y).to_string().contains("No hay ninguna red"));
    let same = Animation::new([(0, &nets[0].1), (1, &nets[0].1)], &x, &y);
    assert_eq!(frames(same.png()).0.len(), 2);
    assert!(same.save("animacion.svg").unwrap_err().to_string().contains(".png"));
}

#[test]
fn the_chain_multiplies_the_derivatives() {
    let chain = Chain::new("x", 0.5)
        .then("z = 2x − 1", |x| 2.0 * x - 1.0, |_| 2.0)
        .then("a = σ(z)", sigmoid, |z| sigmoid(z) * (1.0 - sigmoid(z)))
        .then("L = a²", |a| a * a, |a| 2.0 * a);
    let whole = |x: f64| sigmoid(2.0 * x - 1.0).powi(2);
    let numeric = gradcheck::central_difference(whole, 0.5, gradcheck::STEP);
    assert!(gradcheck::relative_error(chain.derivative(), numeric) < 1e-9);
    assert_eq!(chain.value(), whole(0.5));

    let figure = chain.figure();
    for text in ["x = 0.5", "z = 0", "a = 0.5", "L = 0.25", "dL/da = 1", "dL/dz = 0.25", "dL/dx = 0.5", "× 2", "× 0.25"] {
        assert!(texts(figure.svg()).contains(&text), "falta «{text}»");
    }
    assert!(figure.text().contains("dL/dz = 1·0.25 = 0.25; dL/dx = 0.25·2 = 0.5"));
    assert_inside(figure.svg());

    let broken = Chain::new("una variable de nombre larguísimo", f64::NAN).then("f", |x| x, |_| f64::INFINITY);
    assert_inside(broken.figure().svg());
    assert_inside(Chain::new("x", 1.0).figure().svg());
}

#[test]
fn the_fork_adds_what_comes_back() {
    let fork = Fork::new(
        ("x", 0.5),
        ("u = σ(x)", sigmoid, |x| sigmoid(x) * (1.0 - sigmoid(x))),
        ("v = x³", |x| x * x * x, |x| 3.0 * x * x),
        ("f = u·v + u", |u, v| u * v + u, |u, v| (v + 1.0, u)),
    );
    let whole = |x: f64| sigmoid(x) * x.powi(3) + sigmoid(x);
    let numeric = gradcheck::central_difference(whole, 0.5, gradcheck::STEP);
    assert!(gradcheck::relative_error(fork.derivative(), numeric) < 1e-9);
    assert_eq!(fork.value(), whole(0.5));

    let lesson = Fork::new(
        ("x", 2.0),
        ("u = 3x", |x| 3.0 * x, |_| 3.0),
        ("v = x²", |x| x * x, |x| 2.0 * x),
        ("f = u·v", |u, v| u * v, |u, v| (v, u)),
    );
    let figure = lesson.figure();
    for text in ["x = 2", "u = 6", "v = 4", "f = 24", "df/du = 4", "df/dv = 6", "df/dx = 4·3 + 6·4 = 36", "× 3", "3x", "u·v"]
    {
        assert!(texts(figure.svg()).contains(&text), "falta «{text}»");
    }
    assert_inside(figure.svg());
    assert!(figure.text().contains("Hacia atrás: df/df = 1; df/du = 4; df/dv = 6; df/dx = 4·3 + 6·4 = 36"));

    let identity = |x: f64| x;
    let long = Fork::new(
        ("una variable de nombre larguísimo", f64::NAN),
        ("u", identity, |_| f64::INFINITY),
        ("v = otra cosa bastante más larga", identity, identity),
        ("f", |u, _| u, |u, v| (u, v)),
    );
    assert_inside(long.figure().svg());
}

#[test]
fn the_diagram_draws_each_weight_with_its_width_and_sign() {
    let mut net = Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(42));
    net.layers[0].w = array![[4.0, -2.0], [1.0, 0.5]];
    net.layers[1].w = array![[2.0], [-1.0]];
    let figure = Diagram::new(&net).example(&[0.0, 1.0]).figure();

    // Las positivas, una línea cada una: w1 por filas y después w2. La primera línea azul es de la clave.
    let widths: Vec<f64> =
        elements(figure.svg(), "polyline", BLUE)[1..].iter().map(|tag| number(tag, "stroke-width")).collect();
    assert_eq!(widths.len(), 4);
    let expected = [4.0, 1.0, 0.5, 2.0].map(|w: f64| 0.6 + 4.4 * w / 4.0);
    for (width, expected) in widths.iter().zip(expected) {
        assert!((width - expected).abs() < 0.06, "{widths:?}");
    }
    // Las negativas van a rayas: muchos trozos.
    assert!(elements(figure.svg(), "polyline", VERMILION).len() > 10);

    for text in ["4.00", "−2.00", "1.00", "0.50", "2.00", "−1.00", "entrada", "capa oculta", "salida"] {
        assert!(texts(figure.svg()).contains(&text), "falta «{text}»");
    }
    let forward = net.forward(&array![[0.0, 1.0]]);
    for a in forward.a[0].iter().chain(forward.a[1].iter()) {
        assert!(texts(figure.svg()).contains(&format!("{a:.2}").as_str()), "falta la activación {a}");
    }
    for b in net.layers[0].b.iter().chain(&net.layers[1].b) {
        assert!(texts(figure.svg()).contains(&format!("b = {b:.2}").as_str()), "falta el sesgo {b}");
    }
    assert!(figure.text().contains("w1[[0, 1]] = −2") && figure.text().contains("w2[[1, 0]] = −1"));
}

#[test]
fn the_diagram_takes_any_network() {
    for sizes in [&[1, 1][..], &[2, 40, 1], &[30, 3, 3, 3, 3, 30]] {
        let mut net = Network::random_using(sizes, numpy::Rand, &mut numpy::seed(1));
        assert_inside(Diagram::new(&net).figure().svg());
        net.layers[0].w.fill(0.0);
        net.layers[0].b[0] = f64::NAN;
        net.layers.last_mut().unwrap().w[[0, 0]] = f64::INFINITY;
        let figure = Diagram::new(&net).example(&vec![f64::NAN; sizes[0]]).figure();
        assert_inside(figure.svg());
        assert_eq!(attribute(figure.svg().lines().next().unwrap(), "role"), "img");
    }
    assert_inside(Diagram::new(&Network { layers: vec![] }).figure().svg());
}
