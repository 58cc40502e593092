//! Con un argumento, pide y escribe memoria hasta que no le dan más, o hasta 2 GB, y dice cuántos MiB fueron. Sin él, pide
//! 64 GB de golpe.
fn main() {
    if std::env::args().nth(1).is_none() {
        let huge = vec![1u8; 64 << 30];
        println!("{}", huge[1 << 30]);
    }
    let mut chunks: Vec<Vec<u8>> = Vec::with_capacity(1000);
    loop {
        let mut chunk = Vec::new();
        if chunks.len() == 128 || chunk.try_reserve_exact(16 << 20).is_err() {
            break;
        }
        chunk.resize(16 << 20, 1u8);
        chunks.push(std::hint::black_box(chunk));
    }
    println!("{}", chunks.len() * 16);
}
