-- The tests create databases and read the binlog.
GRANT ALL ON *.* TO connect@'%' WITH GRANT OPTION;
