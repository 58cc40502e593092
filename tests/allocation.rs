//! El entrenamiento no reserva memoria por época.

use allocation_counter::measure;
use gradiente::{Network, Training, dataset, numpy};

/// Cuántas reservas de memoria hace un entrenamiento de `epochs` épocas que las anota todas.
fn allocations(sizes: &[usize], epochs: usize) -> u64 {
    let (x, y) = dataset::xor();
    let mut net = Network::random_using(sizes, numpy::Rand, &mut numpy::seed(42));
    let training = Training { alpha: 0.5, epochs, every: 1 };
    measure(|| drop(training.run(&mut net, &x, &y).expect("hiperparámetros con sentido"))).count_total
}

#[test]
fn more_epochs_allocate_no_more() {
    for sizes in [&[2, 2, 1][..], &[2, 8, 1], &[2, 8, 8, 1]] {
        let (few, many) = (allocations(sizes, 10), allocations(sizes, 1000));
        assert!(few > 0, "el contador cuenta");
        assert_eq!(few, many, "{sizes:?}");
    }
}

/// El producto de matrices grandes de ndarray reserva su propia memoria de trabajo, una vez por producto. La red [2, 40, 40,
/// 1] hace tres de esos productos por época, los de la capa 40×40; la biblioteca no añade ninguna.
#[test]
fn large_products_allocate_only_their_own_workspace() {
    let sizes = [2, 40, 40, 1];
    assert_eq!(allocations(&sizes, 1000) - allocations(&sizes, 10), 3 * 990);
}
