python = .venv/bin/python
# Some machines set it: without bytecode kept, each process of the platform takes 3 s to start instead of 1.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run tools test test-compose lint attack bench soak pictures lock messages

help:  ## list these targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

run:  ## set everything up and start the platform on http://127.0.0.1:8000
	@courseplatform/setup.sh
	@exec $(python) manage.py run

tools:
	@courseplatform/setup.sh dev

test: tools  ## set everything up and run all tests, with the real engine, Redis, PostgreSQL and Chromium
	@$(python) -m pytest -n 3 --dist loadfile --no-loadscope-reorder

test-compose: tools  ## run docker-compose.yml in a Docker of its own, up to a graded submission, and through crashes
	@$(python) -m pytest -m compose tests/compose

lint: tools  ## formatting, style, types, missing migrations
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@$(python) manage.py makemigrations --check --dry-run

attack: tools  ## attack the isolation with every case of tests/attacks, and print what became of each
	@DJANGO_SETTINGS_MODULE=courseplatform.settings $(python) -m tests.attacks $(only)

bench: tools  ## measure; prints the tables of docs/performance.md
	@$(python) manage.py base_images
	@$(python) -m bench

soak: tools  ## 200 submissions, 20 hostile, while workers are killed; prints what became of them and what is left (about 10 minutes)
	@$(python) manage.py base_images
	@$(python) -m bench soak

pictures: tools  ## photograph every page of the running product into var/pictures, and the README's
	@$(python) manage.py base_images
	@$(python) -m tests.browser.pictures

lock: tools  ## resolve the dependencies anew into uv.lock, which names no index
	@var/tools/bin/uv lock
	@sed -i -E 's#https://[^/"]+/(packages/|simple)#https://index.invalid/\1#' uv.lock

messages: tools  ## gather the strings to translate into locale/
	@$(python) manage.py makemessages --all
