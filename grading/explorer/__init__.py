"""The image of a submission, to look at: what each line of the Dockerfile costs, and in which files.

In the order in which a page comes about: `kept` opens the files that were stored, `replay` puts the layers on top of
each other, `scopes` says what of it is looked at (the whole image, a layer, the difference to another image), `listing`
sums that up by folder, `treemap` and `picture` draw a folder, `lines` places the layers in the Dockerfile, `pages` and
`views` show it, `look` sees to what all these pages have in common. Only `kept`, `look` and `views` touch the database.
"""
