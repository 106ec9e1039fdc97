@ graph
# --json: the form is docs/json.md's.
$ retort heads --json
{
  "format": 1,
  "command": "heads",
  "revisions": [
    {
      "id": "dddd0007",
      "down": [
        "dddd0006"
      ],
      "depends_on": [],
      "labels": [
        "networking"
      ],
      "children": [],
      "message": "net 2",
      "doc": "net 2\n\nMore about dddd0007.",
      "path": "DIR/mig/versions/dddd0007_x.py",
      "head": true,
      "effective_head": false,
      "base": false,
      "branchpoint": false,
      "mergepoint": false,
      "current": null
    },
    {
      "id": "eeee0008",
      "down": [
        "bbbb0004",
        "cccc0005"
      ],
      "depends_on": [],
      "labels": [
        "shopping"
      ],
      "children": [],
      "message": "merge b c",
      "doc": "merge b c\n\nMore about eeee0008.",
      "path": "DIR/mig/versions/eeee0008_x.py",
      "head": true,
      "effective_head": false,
      "base": false,
      "branchpoint": false,
      "mergepoint": true,
      "current": null
    }
  ]
}

$ retort show aaaa0001 --json
{
  "format": 1,
  "command": "show",
  "revisions": [
    {
      "id": "aaaa0001",
      "down": [],
      "depends_on": [],
      "labels": [],
      "children": [
        "aaaa0002"
      ],
      "message": "root",
      "doc": "root\n\nMore about aaaa0001.",
      "path": "DIR/mig/versions/aaaa0001_x.py",
      "head": false,
      "effective_head": false,
      "base": true,
      "branchpoint": false,
      "mergepoint": false,
      "current": null
    }
  ]
}

$ retort show xyz --json
{
  "format": 1,
  "command": "show",
  "revisions": [],
  "error": {
    "status": 255,
    "message": "Can't locate revision identified by 'xyz'",
    "hint": "No such revision or branch 'xyz'.",
    "exception": null,
    "context": null,
    "file": null,
    "line": null,
    "column": null,
    "statement": null,
    "remains": null,
    "sqlstate": null
  }
}
! hint: No such revision or branch 'xyz'.
= 255

$ retort branches --json
{
  "format": 1,
  "command": "branches",
  "revisions": [
    {
      "id": "aaaa0002",
      "down": [
        "aaaa0001"
      ],
      "depends_on": [],
      "labels": [],
      "children": [
        "bbbb0003",
        "cccc0005"
      ],
      "message": "second",
      "doc": "second\n\nMore about aaaa0002.",
      "path": "DIR/mig/versions/aaaa0002_x.py",
      "head": false,
      "effective_head": false,
      "base": false,
      "branchpoint": true,
      "mergepoint": false,
      "current": null
    }
  ]
}

$ retort history -r aaaa0002:bbbb0003 --json
{
  "format": 1,
  "command": "history",
  "revisions": [
    {
      "id": "bbbb0003",
      "down": [
        "aaaa0002"
      ],
      "depends_on": [],
      "labels": [
        "shopping"
      ],
      "children": [
        "bbbb0004"
      ],
      "message": "cart",
      "doc": "cart\n\nMore about bbbb0003.",
      "path": "DIR/mig/versions/bbbb0003_x.py",
      "head": false,
      "effective_head": false,
      "base": false,
      "branchpoint": false,
      "mergepoint": false,
      "current": null
    },
    {
      "id": "aaaa0002",
      "down": [
        "aaaa0001"
      ],
      "depends_on": [],
      "labels": [],
      "children": [
        "bbbb0003",
        "cccc0005"
      ],
      "message": "second",
      "doc": "second\n\nMore about aaaa0002.",
      "path": "DIR/mig/versions/aaaa0002_x.py",
      "head": false,
      "effective_head": false,
      "base": false,
      "branchpoint": true,
      "mergepoint": false,
      "current": null
    }
  ]
}

$ retort current --json
{
  "format": 1,
  "command": "current",
  "databases": [
    {
      "url": "sqlite:///a.db",
      "revisions": []
    }
  ]
}

$ retort upgrade shopping@bbbb0003
! 3 revisions applied in TIME

$ retort current --json
{
  "format": 1,
  "command": "current",
  "databases": [
    {
      "url": "sqlite:///a.db",
      "revisions": [
        {
          "id": "bbbb0003",
          "down": [
            "aaaa0002"
          ],
          "depends_on": [],
          "labels": [
            "shopping"
          ],
          "children": [
            "bbbb0004"
          ],
          "message": "cart",
          "doc": "cart\n\nMore about bbbb0003.",
          "path": "DIR/mig/versions/bbbb0003_x.py",
          "head": false,
          "effective_head": false,
          "base": false,
          "branchpoint": false,
          "mergepoint": false,
          "current": true
        }
      ]
    }
  ]
}

$ retort history -i -r aaaa0002:bbbb0003 --json | grep current
      "current": true
      "current": false

$ retort check --json
{
  "format": 1,
  "command": "check",
  "error": {
    "status": 255,
    "message": "Target database is not up to date.",
    "hint": "Run `retort upgrade head` first: a new revision is the difference between the models and a database that is at head.",
    "exception": "CommandError",
    "context": null,
    "file": null,
    "line": null,
    "column": null,
    "statement": null,
    "remains": null,
    "sqlstate": null
  }
}
! hint: Run `retort upgrade head` first: a new revision is the difference between the models and a database that is at head.
= 255

$ retort -q heads --json

$ printf 'revision = "abcd"\ndown_revision = "dddd0007"\n"""no doc"""\n' >mig/versions/abcd_x.py; printf '"""Quote \\" and tab \\t, \\x01 and ü \\\\ end"""\nrevision = "abce"\ndown_revision = "abcd"\n' >mig/versions/abce_x.py

$ retort show abcd --json
{
  "format": 1,
  "command": "show",
  "revisions": [
    {
      "id": "abcd",
      "down": [
        "dddd0007"
      ],
      "depends_on": [],
      "labels": [
        "networking"
      ],
      "children": [
        "abce"
      ],
      "message": "",
      "doc": "",
      "path": "DIR/mig/versions/abcd_x.py",
      "head": false,
      "effective_head": false,
      "base": false,
      "branchpoint": false,
      "mergepoint": false,
      "current": null
    }
  ]
}

$ retort show abce --json
{
  "format": 1,
  "command": "show",
  "revisions": [
    {
      "id": "abce",
      "down": [
        "abcd"
      ],
      "depends_on": [],
      "labels": [
        "networking"
      ],
      "children": [],
      "message": "Quote \" and tab \t, \u0001 and ü \\ end",
      "doc": "Quote \" and tab \t, \u0001 and ü \\ end",
      "path": "DIR/mig/versions/abce_x.py",
      "head": true,
      "effective_head": false,
      "base": false,
      "branchpoint": false,
      "mergepoint": false,
      "current": null
    }
  ]
}

$ sed -i 's#sqlite:///a.db#sqlite:////nowhere/at/all.db#' alembic.ini; retort current --json
{
  "format": 1,
  "command": "current",
  "databases": [],
  "error": {
    "status": 1,
    "message": "unable to open database file: \"/nowhere/at/all.db\"",
    "hint": "Check that the directory in the database URL exists and can be written to; a relative path is taken from the current directory.",
    "exception": "OperationalError",
    "context": null,
    "file": "DIR/mig/env.py",
    "line": 11,
    "column": 10,
    "statement": null,
    "remains": null,
    "sqlstate": null
  }
}
! hint: Check that the directory in the database URL exists and can be written to; a relative path is taken from the current directory.
= 1
