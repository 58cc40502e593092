//! Las imágenes del README: lo que dibuja la biblioteca hoy. Si alguna no está al día, esta prueba la vuelve a escribir y
//! falla.

mod drawing;

use std::fs;
use std::path::Path;

use drawing::decode;
use gradiente::display::{Animation, Boundary, Curves, Diagram};
use gradiente::{Error, History, Network, Training, dataset, numpy};
use ndarray_rand::rand::SeedableRng;
use ndarray_rand::rand_distr::Uniform;
use rand_isaac::Isaac64Rng;

/// Entrena `net` y guarda la red de cada época anotada.
fn train(net: &mut Network, training: Training) -> (History, Vec<(usize, Network)>) {
    let (x, y) = dataset::xor();
    let mut nets = Vec::new();
    let report = |epoch: gradiente::Epoch| nets.push((epoch.number, epoch.net.clone()));
    let history = training.run_with(net, &x, &y, report).expect("los hiperparámetros de la lección");
    (history, nets)
}

/// Escribe la imagen con `save` y la compara con la guardada: el mismo tamaño y, salvo en uno de cada cien píxeles, el mismo
/// color. Así la última cifra de una exponencial, que cambia de un sistema a otro, no cuenta.
fn assert_fresh(name: &str, save: impl FnOnce(&Path) -> Result<(), Error>) {
    let stored = Path::new(env!("CARGO_MANIFEST_DIR")).join("imagenes").join(name);
    let fresh = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    save(&fresh).expect("se puede escribir en target");
    let bytes = fs::read(&fresh).expect("recién escrita");

    let same = fs::read(&stored).is_ok_and(|old| {
        let (old, new) = (decode(&old), decode(&bytes));
        let different = old.rgb.chunks_exact(3).zip(new.rgb.chunks_exact(3)).filter(|(old, new)| old != new).count();
        (old.width, old.height) == (new.width, new.height) && different * 100 <= new.width * new.height
    });
    if !same {
        fs::copy(&fresh, &stored).expect("se puede escribir en imagenes");
        panic!("imagenes/{name} no estaba al día: ya lo está; revísala y guárdala en git");
    }
}

#[test]
fn the_readme_shows_what_the_library_draws() {
    let (x, y) = dataset::xor();
    let fine = Training { alpha: 0.5, epochs: 10_000, every: 20 };

    let start = Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(42));
    let mut net = start.clone();
    let (history, _) = train(&mut net, fine);
    let uniform = Uniform::new(0.0, 1.0).expect("un intervalo");
    let mut isaac = Network::random_using(&[2, 2, 1], uniform, &mut Isaac64Rng::seed_from_u64(42));
    let (isaac_history, _) = train(&mut isaac, fine);

    let runs = [("NumPy, semilla 42", &history), ("ISAAC, semilla 42", &isaac_history)];
    assert_fresh("error.png", |path| Curves::errors("El error de la red mientras aprende XOR", runs).save(path));
    assert_fresh("neuronas.png", |path| Boundary::neurons(&net, &x, &y).save(path));
    assert_fresh("red.png", |path| Diagram::new(&net).example(&[0.0, 1.0]).title("La red que aprendió XOR").save(path));

    let (_, nets) = train(&mut start.clone(), Training { epochs: 1001, every: 25, ..fine });
    let frames = nets.iter().map(|(epoch, net)| (*epoch, net));
    assert_fresh("aprende.png", |path| Animation::new(frames, &x, &y).save(path));
}
