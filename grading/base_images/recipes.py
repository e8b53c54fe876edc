"""How each base image is made from Debian's packages where no registry answers: stand-ins, marked as such."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

STAND_IN_LABEL = "org.courseplatform.stand-in"
_PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_INSTALL = "apt-get install -qq -y --no-install-recommends -o Dpkg::Use-Pty=0"
_CLEAN = "rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/*-old /var/log/*.log /var/log/apt"


@dataclass(frozen=True, eq=False)
class Recipe:
    """One base image: `script` is run by a shell in debian:12-slim, `config` is the image's, as OCI has it.

    `tags` are further names of the same image. With `bare` the image is only what the script left in /image. `npm` is
    the version of npm that goes into the image as npm's registry has it.
    """

    name: str
    script: str
    config: dict[str, Any]
    tags: tuple[str, ...] = ()
    bare: bool = False
    npm: str = ""


DEBIAN = Recipe(
    name="debian:12-slim",
    script="",
    config={"Env": [_PATH], "Cmd": ["bash"]},
    tags=("debian:bookworm-slim",),
)

# Debian's pip refuses to install beside apt's packages (PEP 668) and its interpreter has no plain name: in an
# image that is there for Python neither is wanted.
PYTHON = Recipe(
    name="python:3.11-slim",
    script=f"""
{_INSTALL} python3 python3-pip python3-setuptools python3-wheel ca-certificates netbase tzdata
rm -f /usr/lib/python3*/EXTERNALLY-MANAGED
for name in python python3 python3.11; do ln -s /usr/bin/python3.11 /usr/local/bin/$name; done
for name in pip pip3; do ln -s /usr/bin/pip3 /usr/local/bin/$name; done
find / -xdev -name __pycache__ -prune -exec rm -rf {{}} +
{_CLEAN}
""",
    config={"Env": [_PATH, "LANG=C.UTF-8", "PYTHON_VERSION=3.11"], "Cmd": ["python3"]},
)

# npm is not Debian's, which pulls hundreds of packages that node:18-slim does not have. Debian's node trusts whom the
# system trusts, where node:18-slim's brings its own list.
NODE = Recipe(
    name="node:18-slim",
    script=f"""
{_INSTALL} nodejs ca-certificates
rm -rf /usr/share/nodejs/*/test /usr/share/nodejs/*/docs
ln -s /usr/bin/node /usr/local/bin/node
ln -s /usr/bin/node /usr/local/bin/nodejs
ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx
groupadd --gid 1000 node
useradd --uid 1000 --gid node --shell /bin/bash --create-home node
{_CLEAN}
""",
    config={"Env": [_PATH, "NODE_VERSION=18"], "Cmd": ["node"]},
    npm="10",
)

NGINX = Recipe(
    name="nginx:latest",
    script=f"""
{_INSTALL} nginx-light
ln -sf /dev/stdout /var/log/nginx/access.log
ln -sf /dev/stderr /var/log/nginx/error.log
rm -f /etc/nginx/sites-enabled/default
mkdir -p /usr/share/nginx/html
cp /var/www/html/index.nginx-debian.html /usr/share/nginx/html/index.html
cat > /etc/nginx/conf.d/default.conf <<'END'
server {{
    listen 80;
    server_name localhost;
    location / {{
        root /usr/share/nginx/html;
        index index.html index.htm;
    }}
}}
END
{_CLEAN}
mkdir -p /var/log/nginx
""",
    config={
        "Env": [_PATH, "NGINX_VERSION=1.22"],
        "Cmd": ["nginx", "-g", "daemon off;"],
        "ExposedPorts": {"80/tcp": {}},
        "StopSignal": "SIGQUIT",
    },
    tags=("nginx", "nginx:1.22"),
)

BUSYBOX = Recipe(
    name="busybox:latest",
    script=f"""
{_INSTALL} busybox-static
for folder in bin etc home root tmp usr/bin usr/sbin var/www; do mkdir -p /image/$folder; done
chmod 1777 /image/tmp
chmod 700 /image/root
cp /bin/busybox /image/bin/busybox
chroot /image /bin/busybox --install -s /bin
printf 'root:x:0:0:root:/root:/bin/sh\\nnobody:x:65534:65534:nobody:/home:/bin/false\\n' > /image/etc/passwd
printf 'root:x:0:\\nnogroup:x:65534:\\n' > /image/etc/group
""",
    config={"Env": [_PATH], "Cmd": ["sh"]},
    tags=("busybox", "busybox:1.35"),
    bare=True,
)

RECIPES = (DEBIAN, PYTHON, NODE, NGINX, BUSYBOX)
