//! Reading what GitHub answers: lists of issues, paging, quota and project boards.
