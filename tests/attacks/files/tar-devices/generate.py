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
    disk = member("disk", tarfile.BLKTYPE, device=(8, 0))
    return {"evil.tar": tar(disk, member("mem", tarfile.CHRTYPE, device=(1, 1)), member("pipe", tarfile.FIFOTYPE))}
