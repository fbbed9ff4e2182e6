import socket, pytest
from pytest_socket import SocketConnectBlockedError
def test_a():
    with pytest.raises(SocketConnectBlockedError): socket.socket().connect(("192.0.2.1", 80))
def test_b(tmp_path):
    s=socket.socket(socket.AF_UNIX); s.bind(str(tmp_path/"x")); s.listen()
    c=socket.socket(socket.AF_UNIX); c.connect(str(tmp_path/"x")); c.close(); s.close()
def test_c():
    s=socket.socket(); s.bind(("127.0.0.1",0)); s.listen()
    c=socket.create_connection(("127.0.0.1", s.getsockname()[1])); c.close(); s.close()
def test_d():
    a,b=socket.socketpair(); a.close(); b.close()
