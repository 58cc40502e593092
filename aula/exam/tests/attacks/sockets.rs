include!("said.rs");
use std::net::{TcpListener, UdpSocket};
use std::os::unix::net::{UnixDatagram, UnixStream};
fn main() {
    said("un socket TCP", TcpListener::bind("127.0.0.1:0").is_ok());
    said("un socket UDP", UdpSocket::bind("127.0.0.1:0").is_ok());
    said("un socket de Unix", UnixDatagram::unbound().is_ok());
    said("un par de sockets", UnixStream::pair().is_ok());
}
