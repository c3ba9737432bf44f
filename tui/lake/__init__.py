"""Many plans as one data set: Parquet files any engine reads, made from plan files and brought up to date by what has changed."""
