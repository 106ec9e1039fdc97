@ graph
# history --graph.
$ retort history --graph
* dddd0006 -> dddd0007 (networking) (head), net 2
* <base> (aaaa0002) -> dddd0006 (networking), net base
* bbbb0004, cccc0005 -> eeee0008 (shopping) (head) (mergepoint), merge b c
|\
* | bbbb0003 -> bbbb0004 (shopping), cart2
* | aaaa0002 -> bbbb0003 (shopping), cart
| * aaaa0002 -> cccc0005, other
|/
* aaaa0001 -> aaaa0002 (branchpoint), second
* <base> -> aaaa0001, root

$ retort history --graph -r bbbb0003:eeee0008 -v
* Rev: eeee0008 (head) (mergepoint)
| Merges: bbbb0004, cccc0005
| Branch names: shopping
| Path: DIR/mig/versions/eeee0008_x.py
|
|     merge b c
>|     |
|     More about eeee0008.
|
* Rev: bbbb0004
| Parent: bbbb0003
| Branch names: shopping
| Path: DIR/mig/versions/bbbb0004_x.py
|
|     cart2
>|     |
|     More about bbbb0004.
|
* Rev: bbbb0003
  Parent: aaaa0002
  Branch names: shopping
  Path: DIR/mig/versions/bbbb0003_x.py
> |
      cart
>      |
      More about bbbb0003.
> |

$ retort upgrade shopping@head
! 6 revisions applied in TIME

$ retort history --graph -i
* dddd0006 -> dddd0007 (networking) (head), net 2
* <base> (aaaa0002) -> dddd0006 (networking), net base
* bbbb0004, cccc0005 -> eeee0008 (shopping) (head) (current) (mergepoint), merge b c
|\
* | bbbb0003 -> bbbb0004 (shopping), cart2
* | aaaa0002 -> bbbb0003 (shopping), cart
| * aaaa0002 -> cccc0005, other
|/
* aaaa0001 -> aaaa0002 (branchpoint), second
* <base> -> aaaa0001, root

$ for p in bbbb0003 cccc0005 bbbb0004 aaaa0001; do retort revision -m "side of $p" --rev-id "s$p" --head $p --splice >/dev/null; done

$ retort merge -m three --rev-id m3 eeee0008 saaaa0001 sbbbb0003 | cut -d' ' -f1
Generating

$ retort history --graph
* dddd0006 -> dddd0007 (networking) (head), net 2
* <base> (aaaa0002) -> dddd0006 (networking), net base
* eeee0008, saaaa0001, sbbbb0003 -> m3 (shopping) (head) (mergepoint), three
|\
|\ \
* | | bbbb0004, cccc0005 -> eeee0008 (shopping) (mergepoint), merge b c
|\ \ \
| | | | * bbbb0004 -> sbbbb0004 (shopping) (head), side of bbbb0004
| | | |/
| | |/|
| |/| |
|/| | |
* | | | bbbb0003 -> bbbb0004 (shopping) (branchpoint), cart2
| | | * bbbb0003 -> sbbbb0003 (shopping), side of bbbb0003
| | * | aaaa0001 -> saaaa0001, side of aaaa0001
| | |/
| |/|
|/| |
* | | aaaa0002 -> bbbb0003 (shopping) (branchpoint), cart
| | | * cccc0005 -> scccc0005 (head), side of cccc0005
| | |/
| |/|
| * | aaaa0002 -> cccc0005 (branchpoint), other
|/ /
* | aaaa0001 -> aaaa0002 (branchpoint), second
|/
* <base> -> aaaa0001 (branchpoint), root

$ retort -q history --graph
