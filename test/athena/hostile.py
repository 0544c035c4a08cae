"""Lines that an attacker can leave, and what nobody may take them for."""

PADDING = 65_536


def fill(beginning: str, unit: str, end: str = "") -> str:
    return beginning + unit * ((PADDING - len(beginning) - len(end)) // len(unit) + 1) + end


STATEMENT = "1795653870325348,node-1,mallory,10.6.6.6,4351,9,QUERY,shop,'"
LOGIN = "1795653870325348,node-1,"

FORGERIES = [
    # statements that imitate records
    STATEMENT + "SELECT/**/1,root,h,3,4,CONNECT,,x,0',0",
    STATEMENT + "SELECT 1,root,10.0.0.1,3,4,QUERY,shop,\\'DROP TABLE t\\',0',1064",
    STATEMENT + "x',0,root,10.0.0.1,3,4,QUERY,shop,'DROP TABLE t',0",
    STATEMENT + "SELECT 1, cut,root,10.0.0.1,3,4,CONNECT,,,0",
    # user names that imitate columns
    LOGIN + "root,10.0.0.1,1,2,CONNECT,,10.6.6.6,77,0,FAILED_CONNECT,,,1045",
    LOGIN + "root,10.0.0.1,1,2,CONNECT,,,0,10.6.6.6,77,0,FAILED_CONNECT,,,1045",
    LOGIN + "root,10.0.0.1,1,2,QUERY,shop,'DROP TABLE t',0,10.6.6.6,77,0,FAILED_CONNECT,,,1045",
    LOGIN + "root,10.0.0.1,1,2,DROP,shop,t,,10.6.6.6,77,0,FAILED_CONNECT,,,1045",
    # names of databases that do
    LOGIN + "mallory,10.6.6.6,77,0,FAILED_CONNECT,a,root,10.0.0.1,1,2,CONNECT,,,0,,,1049",
]

EVASIONS = [
    # a database whose name has commas and quotes hides no refused login
    LOGIN + "mallory,10.6.6.6,77,0,FAILED_CONNECT,a,b,,1049",
    LOGIN + "mallory,10.6.6.6,77,0,FAILED_CONNECT,a'b',c,,1049",
    LOGIN + "mal,lory,10.6.6.6,77,0,FAILED_CONNECT,,,1045",
]

LONG = [
    fill(STATEMENT, ",1,2,QUERY,", "',x"),
    fill(STATEMENT, "','", "',x"),
    fill(STATEMENT, "\\'", "',1064"),
    fill(LOGIN, ",h,1,2,QUERY"),
    fill(LOGIN + "mallory,10.6.6.6,1,2,READ,", "a,", "x"),
    fill(LOGIN + "mallory,10.6.6.6,1,2,CONNECT,", ",,0", "x"),
    # what regular expressions of detections take a long time for, in engines that try one place after the other
    fill(STATEMENT + "#", " GRANT ON FOR "),
    fill(STATEMENT + "/*", "*/GRANT ", "',x"),
    fill(STATEMENT, "*/SET ,GLOBAL", "',x"),
    fill(STATEMENT, "-- DROP x ", "',x"),
    fill(STATEMENT, "=a OR 1 ", "',x"),
    fill(STATEMENT, " UNION  UNION -", "',x"),
]

#: The same, as long as what regular expressions are asked of.
JUDGED = [line[:1990] for line in LONG]

HOSTILE = FORGERIES + EVASIONS + LONG + JUDGED
