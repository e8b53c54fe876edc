import io
import tarfile

def tar(*members: tarfile.TarInfo, compression: str = "", data: bytes = b"") -> bytes:
    output = io.BytesIO()
    with tarfile.open(fileobj=output, mode=f"w:{compression}" if compression else "w") as archive:
        for member in members:
            member.size = len(data) if member.isreg() else 0
            archive.addfile(member, io.BytesIO(data) if member.isreg() else None)
    return output.getvalue()

def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "", mode: int = 0o644, device: tuple[int, int] = (0, 0)) -> tarfile.TarInfo:
    found = tarfile.TarInfo(name)
    found.type, found.linkname, found.mode = kind, link, mode
    found.devmajor, found.devminor = device
    return found

def context() -> dict[str, bytes]:
    long = tarfile.TarInfo("n" * 100_000)
    long.pax_headers = {"comment": "x" * 2_000_000, "SCHILY.xattr.user.x": "y" * 70_000}
    return {"evil.tar": long.tobuf(tarfile.PAX_FORMAT)}
