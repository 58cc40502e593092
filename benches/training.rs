//! Cuánto tarda cada cosa, una por una: `cargo bench --bench training`.

// Lo comparten dos bancos de prueba, y cada uno usa solo una parte.
#[allow(dead_code)]
mod support;

use divan::Bencher;
use divan::counter::ItemsCount;
use gradiente::{Network, Training, dataset};
use support::{STEPS, Steps, lesson_run, lesson_start, scalar_limit};

fn main() {
    divan::main();
}

/// Las 10 000 épocas de la lección, a mano para 2-2-1: el límite.
#[divan::bench]
fn lesson_scalar_limit(bencher: Bencher) {
    let start = lesson_start(42);
    bencher.bench(|| scalar_limit(divan::black_box(&start), Training::default()));
}

/// Las mismas, con la biblioteca.
#[divan::bench]
fn lesson_training() {
    divan::black_box(lesson_run());
}

/// Cien comienzos de la lección, en todos los núcleos.
#[divan::bench(sample_count = 10)]
fn hundred_starts() {
    let (x, y) = dataset::xor();
    let mut nets: Vec<Network> = (0..100).map(lesson_start).collect();
    divan::black_box(Training::default().run_all(&mut nets, &x, &y).expect("los de la lección"));
}

/// Cien pasos según el número de ejemplos; debajo de cada tiempo, cuántos caben en un segundo.
#[divan::bench(args = [16, 64, 256, 1024])]
fn step_by_batch(bencher: Bencher, batch: usize) {
    let mut steps = Steps::new(&[64, 64, 10], batch);
    bencher.counter(ItemsCount::new(STEPS)).bench_local(|| steps.run());
}

/// Lo mismo, según la anchura de la capa oculta.
#[divan::bench(args = [16, 32, 64, 128, 256, 512])]
fn step_by_width(bencher: Bencher, width: usize) {
    let mut steps = Steps::new(&[64, width, 10], 64);
    bencher.counter(ItemsCount::new(STEPS)).bench_local(|| steps.run());
}

/// Lo mismo, según el número de capas.
#[divan::bench(args = [1, 2, 4, 8, 16])]
fn step_by_depth(bencher: Bencher, depth: usize) {
    let mut steps = Steps::new(&vec![64; depth + 1], 64);
    bencher.counter(ItemsCount::new(STEPS)).bench_local(|| steps.run());
}
