"""Sổ theo dõi và đánh giá học sinh (theo lớp học): what the class's book prints, page by page (TT 22/2021, Điều 20)."""
